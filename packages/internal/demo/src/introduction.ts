/** What there is to look at. */
export function introduction(url: string, port: number, hasDatabase: boolean): string {
  const taken = new URL(url).port === String(port) || port === 0
  return `The application of examples/express-pg runs${hasDatabase ? ', with a PostgreSQL of its own' : ''}.
${taken ? '' : `Port ${port} is taken, so it has another.\n`}
  the page         ${url}/
  liveness         ${url}/healthz
  readiness        ${url}/readiness
  every checker    ${url}/readiness?verbose

  curl -i '${url}/readiness'
  curl -s '${url}/readiness?format=json'
`
}
