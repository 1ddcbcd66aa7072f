import { certificate } from '@readyz/certificate'
import { type Framing, fuzz, record, type Turn } from '@readyz/harness'
import { startMariadb } from '@readyz/servers'
import { mysql2Checker } from '../src/index.ts'
import { releases } from './harness.ts'

// Runs in its own process, because an uncaught error ends the process and an endless loop in the
// parser of mysql2 blocks it.
const [index = '0', connection = 'dedicated', seeds = '0'] = process.argv.slice(2)
const { mysql2 } = releases[Number(index)] ?? { mysql2: undefined }
if (mysql2 === undefined) throw new Error(`there is no release ${index}`)

const framing: Framing = {
  split(bytes) {
    const frames = []
    let end = 0
    for (let start = 0; start + 4 <= bytes.length; start = end) {
      end = start + 4 + bytes.readUIntLE(start, 3)
      frames.push({ mark: bytes[start + 3] ?? 0, body: bytes.subarray(start + 4, end) })
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

/** Adds TLS (the bit 0x800) to the capabilities in the greeting of a server. */
function withTls(greeting: Turn): Turn {
  const changed = Buffer.from(greeting)
  const capabilities = changed.indexOf(0, 5) + 1 + 4 + 8 + 1
  changed.writeUInt16LE(changed.readUInt16LE(capabilities) | 0x800, capabilities)
  return changed
}

const db = await startMariadb()
const { user, password, database } = db
const [greeting = Buffer.alloc(0), ...responses] = await record(db, async (address) => {
  const client = mysql2.createConnection({ ...address, user, password, database }).promise()
  await client.query('SELECT 1;')
  await client.end()
})
await db.close()
const [login = greeting, row = greeting] = responses

const turns = {
  dedicated: [greeting, login, row],
  tls: [withTls(greeting), login, row],
  // The application has run one query on the idle connection.
  pool: [greeting, login, row, row],
}[connection]
if (turns === undefined) throw new Error(`unknown kind of connection: ${connection}`)

const outcomes = await fuzz({
  seeds: Number(seeds),
  turns,
  from: connection === 'pool' ? 3 : 0,
  framing,
  strange,
  ...(connection === 'tls' && { tls: { ...(await certificate()), requestBytes: 36 } }),
  async open(address) {
    const ssl = connection === 'tls' && { ssl: { rejectUnauthorized: false } }
    const pool = mysql2.createPool({
      ...address,
      user,
      password,
      database,
      ...ssl,
      connectionLimit: 1,
    })
    const mode = connection === 'pool' ? 'pool' : 'dedicated'
    if (mode === 'pool') await pool.promise().query('SELECT 1;')
    return { checker: mysql2Checker(pool, { mode }), close: () => pool.promise().end() }
  },
})
process.stdout.write(JSON.stringify(outcomes))
