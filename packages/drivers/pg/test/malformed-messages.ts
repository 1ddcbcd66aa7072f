import { certificate } from '@readyz/certificate'
import { type Framing, fuzz, record } from '@readyz/harness'
import { startPostgres } from '@readyz/servers'
import { pgChecker } from '../src/index.ts'
import { releases } from './harness.ts'

// Runs in its own process, because an uncaught error ends the process and an endless loop in the
// parser of pg blocks it.
const [index = '0', connection = 'dedicated', seeds = '0'] = process.argv.slice(2)
const { pg } = releases[Number(index)] ?? { pg: undefined }
if (pg === undefined) throw new Error(`there is no release ${index}`)

const framing: Framing = {
  split(bytes) {
    const frames = []
    let end = 0
    for (let start = 0; start + 5 <= bytes.length; start = end) {
      end = start + 1 + bytes.readUInt32BE(start + 1)
      frames.push({ mark: bytes[start] ?? 0, body: bytes.subarray(start + 5, end) })
    }
    return frames
  },
  join({ mark, body }) {
    const head = Buffer.alloc(5)
    head.writeUInt8(mark)
    head.writeUInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  },
}

const message = (type: string, body: string | readonly number[]) => ({
  mark: type.charCodeAt(0),
  body: typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.from(body),
})
const authentication = (code: number, body = '') =>
  message('R', `\0\0\0${String.fromCharCode(code)}${body}`)

const strange = [
  ...[2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((code) => authentication(code)),
  authentication(5, 'salt'),
  authentication(10, 'SCRAM-SHA-256\0\0'),
  authentication(11, 'r=x,s=c2FsdA==,i=2147483647'),
  authentication(12, 'v=c2FsdA=='),
  message('E', ''),
  message('N', ''),
  message('E', 'SFATAL\0C28000\0Mno\0\0'),
  message('E', 'SFATAL\0C28000'),
  message('N', 'SNOTICE\0Mcareful\0\0'),
  message('A', [0, 0, 0, 1, 0x61, 0, 0x62, 0]),
  message('D', [0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]),
  message('T', [0x7f, 0xff]),
  ...'123CGHIKSVWZcdnst'.split('').map((type) => message(type, '')),
  message('Z', 'I'),
]

const db = await startPostgres({
  hba: 'local all app scram-sha-256\nhost all app 127.0.0.1/32 trust',
})
const { user, password, database } = db
const turns = await record(db, async (address) => {
  const client = new pg.Client({ ...address, user, password, database })
  await client.connect()
  await client.query('SELECT 1;')
  await client.end()
})
await db.close()

const outcomes = await fuzz({
  seeds: Number(seeds),
  // The application has run one query on the idle connection, so the response to a query (the third
  // turn) comes twice.
  turns: connection === 'pool' ? [...turns.slice(0, 3), ...turns.slice(2)] : turns,
  ...(connection === 'pool' && { from: 3 }),
  framing,
  strange,
  ...(connection === 'tls' && { tls: { ...(await certificate()), requestBytes: 8, answer: 'S' } }),
  async open(address) {
    const ssl = connection === 'tls' && { rejectUnauthorized: false }
    const pool = new pg.Pool({ ...address, user, password, database, ssl, max: 1 })
    pool.on('error', () => {})
    const mode = connection === 'pool' ? 'pool' : 'dedicated'
    if (mode === 'pool') await pool.query('SELECT 1;')
    return { checker: pgChecker(pool, { mode }), close: () => pool.end() }
  },
})
process.stdout.write(JSON.stringify(outcomes))
