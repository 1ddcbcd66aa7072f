import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'

const tryConnect = (address) =>
  once(connect(address), 'connect').then(
    () => 'connects',
    (error) => error.code,
  )

const server = createServer((socket) => socket.destroy())
server.listen({ port: 0, host: '127.0.0.1' })
await once(server, 'listening')
const nameService = readFileSync('/etc/nsswitch.conf', 'utf8')
const environment = {
  interfaces: Object.keys(networkInterfaces()),
  loopback: await tryConnect({ host: '127.0.0.1', port: server.address().port }),
  outside: await tryConnect({ host: '192.0.2.1', port: 80 }),
  resolver: readFileSync('/etc/resolv.conf', 'utf8'),
  hosts: nameService.match(/^hosts:.*$/gm),
  args: process.argv.slice(2),
  execArgv: process.execArgv,
  env: process.env.READYZ_TEST,
}
process.stdout.write(JSON.stringify(environment))
process.stderr.write('to stderr')
server.close()
process.exitCode = 3
