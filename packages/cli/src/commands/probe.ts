import { readHttpUrl } from '../read/url.ts'
import { type AddCommand, timeOption } from './command.ts'

const more = `
Asks as the kubelet does: one GET on a connection of its own, without proxies,
with kube-probe as its User-Agent. A status from 200 to 399 is healthy. Of the
body 10 KiB are read, in time too. Certificates are not verified. Redirects are
followed on the same host, ten at most. One to another host is unhealthy here,
whereas the kubelet takes it for a success.

  HEALTHCHECK CMD node_modules/.bin/readyz probe http://localhost:8080/readyz

Exit code: 0 healthy, 1 not, also when refused or late, 64 wrong use.`

export const addProbe: AddCommand = (program) => {
  program
    .command('probe')
    .summary('ask a URL whether it is healthy, as the kubelet does')
    .description('Asks a URL once whether it is healthy: for exec probes and HEALTHCHECK.')
    .argument('<url>', 'such as http://localhost:8080/readyz', (text) => readHttpUrl('url', text))
    .addOption(timeOption('time limit for all of it').default(1000, '1s'))
    .addHelpText('after', more)
    .action(async (url: URL, { timeout }: { timeout: number }) => {
      const { runProbe } = await import('../probe/run.ts')
      process.exitCode = await runProbe(url, timeout)
    })
}
