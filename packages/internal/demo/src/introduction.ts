/** Returns the addresses of the application, and commands to try. */
export function introduction(url: string, port: number, hasDatabase: boolean): string {
  const isFree = new URL(url).port === String(port) || port === 0
  return `The application of examples/express-pg is running${hasDatabase ? ' with a PostgreSQL server' : ''}.
${isFree ? '' : `Port ${port} is in use, so the application uses another port.\n`}
  the page         ${url}/
  liveness         ${url}/healthz
  readiness        ${url}/readiness
  every checker    ${url}/readiness?verbose

  curl -i '${url}/readiness'
  curl -s '${url}/readiness?format=json'
`
}
