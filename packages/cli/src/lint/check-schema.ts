import type { FieldProblem } from './finding.ts'
import { type FieldType, type ObjectName, schemas } from './kubernetes-schema.ts'
import { isPlaceholder } from './placeholder.ts'
import { probeNames } from './probe-names.ts'
import { isSimilar } from './similar-names.ts'
import type { Field } from './yaml-field.ts'

/** Finds the problems of an object that the Kubernetes API rejects or ignores. */
export function checkObject(field: Field, name: ObjectName): readonly FieldProblem[] {
  const { fields, required = [], oneOf } = schemas[name]
  const label = shortPathOf(field)
  if (field.kind !== 'map') {
    return [
      schemaProblem(
        field,
        `${label} is not an object`,
        'Write its fields below it, indented by one level.',
      ),
    ]
  }
  const written = field.fields()
  const missing = required
    .filter((each) => !written.has(each))
    .map((each) => absence(field, `${label} has no ${each}`, `Add \`${each}:\` to it.`))
  const choice = oneOf === undefined ? [] : checkChoice(field, label, oneOf)
  const inner = Array.from(written, ([key, value]) => {
    const type = fields[key]
    return type === undefined ? [unknownField(value, key, name)] : checkField(value, type)
  })
  return [...missing, ...choice, ...inner.flat()]
}

/** Finds the problems of a field of this type that the Kubernetes API rejects. */
export function checkField(field: Field, type: FieldType): readonly FieldProblem[] {
  if (isPlaceholder(field.scalar)) return []
  if (type === 'text') return checkText(field)
  if (type === 'headerName') return checkHeaderName(field)
  if (type === 'port' || type === 'portNumber') return checkPort(field, type)
  if ('object' in type) return checkObject(field, type.object)
  if ('list' in type) return checkList(field, type.list, type.least)
  if ('words' in type) return checkWord(field, type.words)
  return checkWholeNumber(field, type.whole, type.zero)
}

function checkChoice(
  field: Field,
  label: string,
  names: readonly string[],
): readonly FieldProblem[] {
  const [first, second] = names.filter((name) => field.at(name) !== undefined)
  if (first === undefined) {
    return [absence(field, `${label} has no handler`, `Add one of ${names.join(', ')}.`)]
  }
  if (second === undefined) return []
  return [schemaProblem(field, `${label} has both ${first} and ${second}`, 'Keep one of them.')]
}

function unknownField(field: Field, key: string, name: ObjectName): FieldProblem {
  const known = Object.keys(schemas[name].fields)
  const similar = known.find((each) => isSimilar(each, key))
  const isProbeField = name !== 'probe' && key in schemas.probe.fields
  const isContainerField = probeNames.some((each) => each === key) || key === 'lifecycle'
  const instead =
    similar !== undefined
      ? `Write \`${similar}:\`.`
      : isProbeField
        ? 'It is a field of the probe. Write it one level higher.'
        : isContainerField
          ? 'Write it further out, beside `image:`.'
          : `Remove it; the known fields are ${known.join(', ')}.`
  const object = name === 'probe' ? 'a probe' : name
  return schemaProblem(field, `${key} is not a field of ${object}`, instead)
}

function checkText(field: Field): readonly FieldProblem[] {
  if (typeof field.scalar === 'string') return []
  return [schemaProblem(field, `${shortPathOf(field)} is not a string`, 'Put it in quotes.')]
}

function checkHeaderName(field: Field): readonly FieldProblem[] {
  const { scalar } = field
  if (typeof scalar !== 'string' || /^[-A-Za-z0-9]+$/.test(scalar)) return checkText(field)
  const message = `${shortPathOf(field)} is ${describeValue(field)}`
  return [schemaProblem(field, message, 'Use only letters, digits and hyphens.')]
}

function checkWord(field: Field, words: readonly string[]): readonly FieldProblem[] {
  if (words.some((each) => each === field.scalar)) return []
  return [
    schemaProblem(
      field,
      `${shortPathOf(field)} is ${describeValue(field)}`,
      `Write ${words.join(' or ')}.`,
    ),
  ]
}

function checkList(field: Field, kind: ObjectName | 'text', least = 0): readonly FieldProblem[] {
  if (field.kind !== 'list') {
    return [
      schemaProblem(
        field,
        `${shortPathOf(field)} is not a list`,
        'Write a list, each item after a dash.',
      ),
    ]
  }
  const items = field.items()
  if (items.length < least) {
    return [schemaProblem(field, `${shortPathOf(field)} is empty`, 'Write at least one item.')]
  }
  return items.flatMap((item) => (kind === 'text' ? checkText(item) : checkObject(item, kind)))
}

function checkPort(field: Field, kind: 'port' | 'portNumber'): readonly FieldProblem[] {
  const { scalar } = field
  if (Number.isInteger(scalar) && Number(scalar) > 0 && Number(scalar) < 65_536) return []
  const isName = kind === 'port' && typeof scalar === 'string' && scalar !== ''
  if (isName && /[a-z]/.test(scalar) && /^[a-z0-9-]{1,15}$/.test(scalar)) return []
  const quoted = typeof scalar === 'string' && /^\d+$/.test(scalar)
  const instead = quoted ? `Write ${scalar}, without quotes.` : 'Write a number from 1 to 65535'
  const named = kind === 'port' ? ', or the name of one of the ports of the container.' : '.'
  return [
    schemaProblem(
      field,
      `${shortPathOf(field)} is ${describeValue(field)}`,
      quoted ? instead : `${instead}${named}`,
    ),
  ]
}

function checkWholeNumber(
  field: Field,
  [least, most]: readonly [number, number],
  zero: number | undefined,
): readonly FieldProblem[] {
  const { scalar } = field
  const label = shortPathOf(field)
  if (scalar === 0 && zero !== undefined) {
    const message = `${label} is 0, which means ${zero}`
    return [{ field, rule: 'zero-is-default', message, instead: `Write ${zero}.` }]
  }
  if (!Number.isInteger(scalar)) {
    const instead = `Write ${Math.max(least, Math.ceil(secondsOf(scalar)))}.`
    const message = `${label} is ${describeValue(field)}`
    return [{ field, rule: 'whole-seconds', message, instead }]
  }
  if (Number(scalar) >= least && Number(scalar) <= most) return []
  return [
    schemaProblem(
      field,
      `${label} is ${Number(scalar)}`,
      `Write a number from ${least} to ${most}.`,
    ),
  ]
}

/** Returns the number of seconds in a text with a unit or quotes. Default: 1. */
function secondsOf(scalar: unknown): number {
  const [, number = '1', unit = 's'] = /^([\d.]+)\s*(ms|s|m)?$/.exec(String(scalar)) ?? []
  const seconds = Number(number) * (unit === 'ms' ? 0.001 : unit === 'm' ? 60 : 1)
  return Number.isFinite(seconds) ? seconds : 1
}

/** Returns a problem of the rule `schema`. */
export function schemaProblem(field: Field, message: string, instead: string): FieldProblem {
  return { field, rule: 'schema', message, instead }
}

/** Returns a problem of the rule `schema` that another file may correct. */
function absence(field: Field, message: string, instead: string): FieldProblem {
  return { ...schemaProblem(field, message, instead), isAbsence: true }
}

/** Returns the last two segments of the path, such as `livenessProbe.timeoutSeconds`. */
function shortPathOf({ path }: Field): string {
  return path.split('.').slice(-2).join('.')
}

function describeValue({ kind, scalar }: Field): string {
  if (kind !== 'scalar') return kind === 'map' ? 'an object' : 'a list'
  return JSON.stringify(scalar) ?? String(scalar)
}
