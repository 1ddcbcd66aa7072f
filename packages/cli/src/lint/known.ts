/** Images of Node, and of well-known applications that are written in it. */
export const nodeImage: RegExp =
  /(^|\/)(node|nodejs[\w-]*|ghost|n8n|strapi|directus|outline|rocket\.chat|parse|parse-server|parse-dashboard|nodebb|node-red|uptime-kuma|verdaccio|medusa|actual-server|wiki)([:@]|$)/

/** The name of a path says that it tells whether the application is ready. */
export const readinessPath: RegExp = /(^|[/_-])(ready|readyz|readiness)([/_-]|$)/i

/** Answers that depend on more than the process, as their documentation or source says. */
const dependent: readonly {
  readonly target: RegExp
  readonly image?: RegExp
  readonly asks: string
}[] = [
  {
    target: /^\/actuator\/health\/?$/,
    asks: 'every health indicator of Spring, databases among them',
  },
  { target: /^\/q\/health\/?$/, asks: 'every check of Quarkus, those of readiness among them' },
  {
    target: /^\/healthz\?full=true$/,
    image: /argocd/,
    asks: 'whether the Kubernetes API and Redis answer',
  },
  { target: /^\/api\/health$/, image: /grafana/, asks: 'whether the database answers' },
  { target: /^\/server\/health$/, image: /directus/, asks: 'database, cache, storage and mail' },
  { target: /^\/_health$/, image: /outline/, asks: 'whether PostgreSQL and Redis answer' },
]

/** What else a request asks for than whether the process is alive, where that is known. */
export function dependencyOf(target: string, image: string): string | undefined {
  return dependent.find((each) => each.target.test(target) && (each.image?.test(image) ?? true))
    ?.asks
}
