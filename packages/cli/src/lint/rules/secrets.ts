import { argvOf, type Container, type Probe, probesAndHooksOf } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { isPlaceholder } from '../placeholder.ts'
import { programOf, scriptOf } from '../shell/commands.ts'
import { parseScript } from '../shell/parse-script.ts'
import type { Field } from '../yaml-field.ts'

// No problem of this file contains a value, because problems are printed to a log.

const secretName =
  /(^|[_.-])(token|secret|password|passwd|pwd|pass|auth|authorization|credentials?|signature|sig|jwt|(api|access|auth|private|secret)[_-]?(key|token)|apikey|key)$/i
const secretHeader =
  /^(?:proxy-)?authorization$|^cookie$|(?:^|-)(?:token|secret|password|api-?key|auth)$/i

const elsewhere =
  'Request a path that needs no credentials; readyz answers probes before authentication.'

/** Finds credentials in the URL of a probe, which events contain. */
export function checkSecretInUrl({ name, http }: Probe): readonly FieldProblem[] {
  if (http === undefined) return []
  const query = http.target.split('?').slice(1).join('?')
  const parameters = query.split('&').map((each) => each.split('='))
  const secret = parameters.find(([key = '', value]) => value && secretName.test(key))?.[0]
  const host = http.field.textAt('host') ?? ''
  if (secret === undefined && !host.includes('@')) return []
  const where = secret === undefined ? 'a host with credentials' : `\`${secret}\` in its query`
  return [
    {
      field: http.field.at(secret === undefined ? 'host' : 'path') ?? http.field,
      rule: 'secret-in-url',
      message: `${name} has ${where}`,
      instead: elsewhere,
    },
  ]
}

/** Finds credentials in the headers of probes and hooks, and in their commands. */
export function checkSecrets(container: Container): readonly FieldProblem[] {
  return probesAndHooksOf(container).flatMap((holder) => [
    ...secretHeaders(holder),
    ...secretArguments(holder),
  ])
}

function secretHeaders(holder: Field): readonly FieldProblem[] {
  const headers = holder.at('httpGet')?.at('httpHeaders')?.items() ?? []
  return headers.flatMap((header) => {
    const name = header.textAt('name') ?? ''
    const value = header.at('value')
    const text = String(value?.scalar)
    if (value === undefined || !secretHeader.test(name) || !isSecret(text)) return []
    // Some applications create no session for a cookie of the probe.
    if (/probe|health|liveness|readiness/i.test(text)) return []
    return [problem(value, `the header ${name} contains credentials`, elsewhere)]
  })
}

function secretArguments(holder: Field): readonly FieldProblem[] {
  const command = holder.at('exec')?.at('command')
  const argv = argvOf(command)
  const script = scriptOf(argv)
  const commands = script === undefined ? [argv] : parseScript(script).map(({ words }) => words)
  const option = commands.map(secretOptionOf).find((found) => found !== undefined)
  if (option === undefined || command === undefined) return []
  const instead = 'Read it from an environment variable, which comes from a Secret.'
  return [problem(command, `the command contains credentials in ${option}`, instead)]
}

const secretOption =
  /(?:password|passwd|(?:^|[-_])(?:pwd|token|secret|api[-_]?key))$|^REDISCLI_AUTH$/i

/** Programs that accept a password directly after `-p`. */
const attachedPassword = /^(?:mysql|mariadb|mysqladmin|mariadb-admin|mysqlcheck|mongo|mongosh)$/

/** Returns the name of the option that contains credentials. */
function secretOptionOf(words: readonly string[]): string | undefined {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
  const program = programOf(words.slice(Math.max(0, start)))
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? ''
    const [, name = word, value = next] = /^(-{0,2}[\w-]+)=(.*)$/s.exec(word) ?? []
    // A variable, as in `-p$PASSWORD`, is not the name of an option.
    const isOption = (name.startsWith('-') && !name.includes('$')) || name !== word
    if (isOption && secretOption.test(name) && isSecret(value)) return name
    if (attachedPassword.test(program) && /^-p./.test(word) && isSecret(word.slice(2))) return '-p'
    if (/^(?:redis|valkey)-cli$/.test(program) && word === '-a' && isSecret(next)) return '-a'
    if (program === 'curl' && /^(?:-u|--user)$/.test(word) && isSecret(passwordOf(next)))
      return word
    if (/^[a-z][\w+.-]*:\/\//i.test(word) && isSecret(passwordOfUrl(word))) return 'a URL'
  }
  return undefined
}

function passwordOf(user: string): string {
  return user.split(':').slice(1).join(':')
}

function passwordOfUrl(url: string): string {
  return /^[^/]+\/\/[^/\s:@]*:([^/\s@]+)@/.exec(url)?.[1] ?? ''
}

// A variable or the path of a file is not a secret itself. The value of an option is not an option.
function isSecret(value: string): boolean {
  return value !== '' && !/^[-/]|\$(?:[({]?[A-Za-z_]|$)/.test(value) && !isPlaceholder(value)
}

function problem(field: Field, message: string, instead: string): FieldProblem {
  return { field, rule: 'secret-in-probe', message, instead }
}
