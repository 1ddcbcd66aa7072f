import { type HttpUrl, readHttpUrl } from '../read/url.ts'
import { type AddCommand, timeOption } from './command.ts'

const more = `
Sends what the kubelet sends: one GET over a dedicated connection, without
proxies, with kube-probe as the User-Agent. A status from 200 to 399 is healthy.
At most 10 KiB of the body are read, within the time limit. Certificates are not
verified. At most nine redirects to the same host are followed. Unlike for the
kubelet, a redirect to another host and a truncated response are unhealthy.

  HEALTHCHECK CMD node_modules/.bin/readyz probe http://localhost:8080/readyz

Exit code: 0 healthy, 1 unhealthy, refused or timed out, 64 wrong use.`

export const addProbe: AddCommand = (program) => {
  program
    .command('probe')
    .summary('ask a URL whether it is healthy, as the kubelet does')
    .description('Asks a URL once whether it is healthy: for exec probes and HEALTHCHECK.')
    .argument('<url>', 'such as http://localhost:8080/readyz', (text) => readHttpUrl('url', text))
    .addOption(timeOption('time limit for all of it').default(1000, '1s'))
    .addHelpText('after', more)
    .action(async (url: HttpUrl, { timeout }: { timeout: number }) => {
      const { runProbe } = await import('../probe/run.ts')
      process.exitCode = await runProbe(url, timeout)
    })
}
