import { certificate } from '@readyz/certificate'
import { type Framing, fuzz, record } from '@readyz/harness'
import { startPostgres } from '@readyz/servers'
import { pgChecker } from '../src/index.ts'
import { releases } from './harness.ts'

// Runs in a process of its own, which an error that nobody catches ends, and which a loop in the parser blocks.
const [index = '0', way = 'dedicated', seeds = '0'] = process.argv.slice(2)
const { pg } = releases[Number(index)] ?? { pg: undefined }
if (pg === undefined) throw new Error(`no release ${index}`)

const framing: Framing = {
  split(bytes) {
    const frames = []
    for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      frames.push({ mark: bytes[at] ?? 0, body: bytes.subarray(at + 5, end) })
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
  // A pool has logged in, and has had one answer, before its idle connection is borrowed.
  turns: way === 'pool' ? [...turns.slice(0, 3), ...turns.slice(2)] : turns,
  ...(way === 'pool' && { from: 3 }),
  framing,
  strange,
  ...(way === 'tls' && { tls: { ...(await certificate()), requestBytes: 8, answer: 'S' } }),
  async open(address) {
    const ssl = way === 'tls' && { rejectUnauthorized: false }
    const pool = new pg.Pool({ ...address, user, password, database, ssl, max: 1 })
    pool.on('error', () => {})
    const mode = way === 'pool' ? 'pool' : 'dedicated'
    if (mode === 'pool') await pool.query('SELECT 1;')
    return { checker: pgChecker(pool, { mode }), close: () => pool.end() }
  },
})
process.stdout.write(JSON.stringify(outcomes))
