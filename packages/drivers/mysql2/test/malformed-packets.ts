import { certificate } from '@readyz/certificate'
import { type Framing, fuzz, record, type Turn } from '@readyz/harness'
import { startMariadb } from '@readyz/servers'
import { mysql2Checker } from '../src/index.ts'
import { releases } from './harness.ts'

// Runs in a process of its own, which an error that nobody catches ends, and which a loop in the parser blocks.
const [index = '0', way = 'dedicated', seeds = '0'] = process.argv.slice(2)
const { mysql2 } = releases[Number(index)] ?? { mysql2: undefined }
if (mysql2 === undefined) throw new Error(`no release ${index}`)

const framing: Framing = {
  split(bytes) {
    const frames = []
    for (let at = 0; at + 4 <= bytes.length; at += 4 + bytes.readUIntLE(at, 3)) {
      const end = at + 4 + bytes.readUIntLE(at, 3)
      frames.push({ mark: bytes[at + 3] ?? 0, body: bytes.subarray(at + 4, end) })
    }
    return frames
  },
  join({ mark, body }) {
    const head = Buffer.alloc(4)
    head.writeUIntLE(body.length, 0, 3)
    head.writeUInt8(mark, 3)
    return Buffer.concat([head, body])
  },
}

const bodies = [
  '',
  '\0',
  '\x01',
  '\x01\x03',
  '\x01\x04',
  '\x02',
  '\xfe',
  '\xff',
  '\xff\x15\x04#28000no',
  '\xfb/etc/hostname',
  '\xfe\0\0\x02\0',
  '\xfemysql_native_password\x00salt',
  '\xfecaching_sha2_password\x00salt',
  '\xfesha256_password\x00salt',
  '\xfemysql_clear_password\0',
  '\xfedialog\0',
  '\xfc\xff\xff',
  '\xfd\xff\xff\xff',
  '\xfe\xff\xff\xff\xff\xff\xff\xff\xff',
]
const strange = bodies.flatMap((body) =>
  [0, 1, 2, 3].map((mark) => ({ mark, body: Buffer.from(body, 'latin1') })),
)

/** The greeting of a server that has TLS: with that bit among its capabilities. */
function withTls(greeting: Turn): Turn {
  const changed = Buffer.from(greeting)
  const capabilities = changed.indexOf(0, 5) + 1 + 4 + 8 + 1
  changed.writeUInt16LE(changed.readUInt16LE(capabilities) | 0x800, capabilities)
  return changed
}

const db = await startMariadb()
const { user, password, database } = db
const [greeting = Buffer.alloc(0), ...answers] = await record(db, async (address) => {
  const connection = mysql2.createConnection({ ...address, user, password, database }).promise()
  await connection.query('SELECT 1;')
  await connection.end()
})
await db.close()
const [login = greeting, row = greeting] = answers

const turns = {
  dedicated: [greeting, login, row],
  tls: [withTls(greeting), login, row],
  // A pool has logged in, and has had one answer, before its idle connection is borrowed.
  pool: [greeting, login, row, row],
}[way]
if (turns === undefined) throw new Error(`no way ${way}`)

const outcomes = await fuzz({
  seeds: Number(seeds),
  turns,
  from: way === 'pool' ? 3 : 0,
  framing,
  strange,
  ...(way === 'tls' && { tls: { ...(await certificate()), requestBytes: 36 } }),
  async open(address) {
    const ssl = way === 'tls' && { ssl: { rejectUnauthorized: false } }
    const pool = mysql2.createPool({
      ...address,
      user,
      password,
      database,
      ...ssl,
      connectionLimit: 1,
    })
    const mode = way === 'pool' ? 'pool' : 'dedicated'
    if (mode === 'pool') await pool.promise().query('SELECT 1;')
    return { checker: mysql2Checker(pool, { mode }), close: () => pool.promise().end() }
  },
})
process.stdout.write(JSON.stringify(outcomes))
