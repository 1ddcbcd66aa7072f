import type { Field } from './field.ts'
import type { Remark } from './finding.ts'
import { type Kind, type ObjectName, schemas } from './schema.ts'

/** Something to say about a field. */
export interface Said {
  readonly field: Field
  readonly remark: Remark
}

/** What the API does not take in an object. */
export function misshapen(field: Field, name: ObjectName): readonly Said[] {
  const { fields, required = [], oneOf } = schemas[name]
  const label = labelOf(field)
  if (field.kind !== 'map') {
    return [
      said(field, `${label} is no object`, 'Write its fields below it, one level further in.'),
    ]
  }
  const written = field.fields()
  const missing = required
    .filter((each) => !written.has(each))
    .map((each) => said(field, `${label} has no ${each}`, `Add \`${each}:\` to it.`))
  const choice = oneOf === undefined ? [] : choose(field, label, oneOf)
  const inner = Array.from(written, ([key, value]) => {
    const kind = fields[key]
    return kind === undefined ? unknown(value, key, name) : misfit(value, kind)
  })
  return [...missing, ...choice, ...inner.flat()]
}

/** What the API does not take in a field of that kind. */
export function misfit(field: Field, kind: Kind): readonly Said[] {
  if (kind === 'text') return text(field)
  if (kind === 'port' || kind === 'portNumber') return port(field, kind)
  if ('object' in kind) return misshapen(field, kind.object)
  if ('list' in kind) return list(field, kind.list)
  if ('words' in kind) return word(field, kind.words)
  return whole(field, kind.whole, kind.zero)
}

function choose(field: Field, label: string, names: readonly string[]): readonly Said[] {
  const [first, second] = names.filter((name) => field.at(name) !== undefined)
  if (first === undefined) {
    return [said(field, `${label} does nothing`, `Give it one of ${names.join(', ')}.`)]
  }
  if (second === undefined) return []
  return [said(field, `${label} has both ${first} and ${second}`, 'Keep one of them.')]
}

function unknown(field: Field, key: string, name: ObjectName): readonly Said[] {
  const known = Object.keys(schemas[name].fields)
  const near = known.find((each) => isNear(each, key))
  const isOfProbe = name !== 'probe' && key in schemas.probe.fields
  const instead =
    near !== undefined
      ? `Write \`${near}:\`.`
      : isOfProbe
        ? 'It belongs to the probe: write it one level further out.'
        : `Take it out; known are ${known.join(', ')}.`
  return [said(field, `${key} is no field of ${name === 'probe' ? 'a probe' : name}`, instead)]
}

function text(field: Field): readonly Said[] {
  if (typeof field.scalar === 'string') return []
  return [said(field, `${labelOf(field)} is not text`, 'Put it in quotes.')]
}

function word(field: Field, words: readonly string[]): readonly Said[] {
  if (words.some((each) => each === field.scalar)) return []
  return [said(field, `${labelOf(field)} is ${show(field)}`, `Write ${words.join(' or ')}.`)]
}

function list(field: Field, kind: ObjectName | 'text'): readonly Said[] {
  if (field.kind !== 'list') {
    return [said(field, `${labelOf(field)} is no list`, 'Write a list, each item after a dash.')]
  }
  return field.items().flatMap((item) => (kind === 'text' ? text(item) : misshapen(item, kind)))
}

function port(field: Field, kind: 'port' | 'portNumber'): readonly Said[] {
  const { scalar } = field
  if (Number.isInteger(scalar) && Number(scalar) > 0 && Number(scalar) < 65_536) return []
  const isName = kind === 'port' && typeof scalar === 'string' && scalar !== ''
  if (isName && /[a-z]/.test(scalar) && /^[a-z0-9-]{1,15}$/.test(scalar)) return []
  const quoted = typeof scalar === 'string' && /^\d+$/.test(scalar)
  const instead = quoted ? `Write ${scalar}, without quotes.` : 'Write a number from 1 to 65535'
  const named = kind === 'port' ? ', or the name of one of the ports of the container.' : '.'
  return [
    said(field, `${labelOf(field)} is ${show(field)}`, quoted ? instead : `${instead}${named}`),
  ]
}

function whole(
  field: Field,
  [least, most]: readonly [number, number],
  zero: number | undefined,
): readonly Said[] {
  const { scalar } = field
  const label = labelOf(field)
  if (scalar === 0 && zero !== undefined) {
    const message = `${label} is 0, which means ${zero}`
    return [{ field, remark: { rule: 'zero-is-default', message, instead: `Write ${zero}.` } }]
  }
  if (!Number.isInteger(scalar)) {
    const instead = `Write ${Math.max(least, Math.ceil(secondsOf(scalar)))}.`
    const message = `${label} is ${show(field)}`
    return [{ field, remark: { rule: 'whole-seconds', message, instead } }]
  }
  if (Number(scalar) >= least && Number(scalar) <= most) return []
  return [said(field, `${label} is ${Number(scalar)}`, `Write a number from ${least} to ${most}.`)]
}

/** What somebody meant who wrote a unit, or quotes. */
function secondsOf(scalar: unknown): number {
  const [, number = '1', unit = 's'] = /^([\d.]+)\s*(ms|s|m)?$/.exec(String(scalar)) ?? []
  const seconds = Number(number) * (unit === 'ms' ? 0.001 : unit === 'm' ? 60 : 1)
  return Number.isFinite(seconds) ? seconds : 1
}

export function said(field: Field, message: string, instead: string): Said {
  return { field, remark: { rule: 'schema', message, instead } }
}

/** The last two steps of the path: `livenessProbe.timeoutSeconds`. */
function labelOf({ path }: Field): string {
  return path.split('.').slice(-2).join('.')
}

function show({ kind, scalar }: Field): string {
  if (kind !== 'scalar') return kind === 'map' ? 'an object' : 'a list'
  return JSON.stringify(scalar) ?? String(scalar)
}

function isNear(known: string, written: string): boolean {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '')
  const [one, other] = [plain(known), plain(written)]
  return one === other || `${other}s` === one || `${one}s` === other || `${other}seconds` === one
}
