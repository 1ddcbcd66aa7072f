import { type HttpUrl, parseHttpUrl } from '../parse/url.ts'
import { type AddCommand, timeOption } from './command.ts'

const helpText = `
Sends the same request as the kubelet: one GET over a dedicated connection,
without proxies, with kube-probe as the User-Agent. A status from 200 to 399 is
healthy. At most 10 KiB of the body are read, within the time limit. Certificates
are not verified. At most nine redirects to the same host are followed. Unlike
for the kubelet, a redirect to another host and a truncated response are
unhealthy.

  HEALTHCHECK CMD node_modules/.bin/readyz probe http://localhost:8080/readyz

Exit code: 0 healthy, 1 unhealthy, refused or timed out, 64 wrong usage.`

export const addProbe: AddCommand = (program) => {
  program
    .command('probe')
    .summary('send one health check to a URL, as the kubelet does')
    .description('Sends one health check to a URL, for exec probes and HEALTHCHECK.')
    .argument('<url>', 'for example http://localhost:8080/readyz', (text) =>
      parseHttpUrl('url', text),
    )
    .addOption(timeOption('time limit of the probe').default(1000, '1s'))
    .addHelpText('after', helpText)
    .action(async (url: HttpUrl, { timeout }: { timeout: number }) => {
      const { runProbe } = await import('../probe/run-probe.ts')
      process.exitCode = await runProbe(url, timeout)
    })
}
