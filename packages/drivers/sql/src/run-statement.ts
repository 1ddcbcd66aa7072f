import { describeCause } from '@readyz/core'

/** The beginning of the TypeErrors of `sqlChecker`. */
export const needsFunction =
  'sqlChecker needs a function that runs the statement, such as (statement) => knex.raw(statement)'

const methodWithoutObject = `${needsFunction}; a method without its object was passed`

// The `this` of the call. Without it, a method such as `knex.raw` that was passed without its
// object fails with "Cannot read properties of undefined", which does not name the mistake. Bound
// functions and arrow functions ignore it.
const noObject = new Proxy({}, { get: rejectMethod, set: rejectMethod, has: rejectMethod })

function rejectMethod(): never {
  throw new TypeError(methodWithoutObject)
}

// The log contains these explanations in addition to messages that do not contain the remedy.
const explanations: readonly (readonly [RegExp, string])[] = [
  // A private member is not read through the proxy.
  [/^(Cannot (read|write|access)( invalid)? private|Receiver must be)/, methodWithoutObject],
  [
    /^(Driver not Connected|Connection is not established with|Cannot execute operation .*not yet established)/,
    'the TypeORM data source is not initialized; call initialize() again until it succeeds',
  ],
]

/**
 * Calls the function with the statement and nothing else, because the second parameter of most
 * query methods takes values. Resolves with the result of the function.
 */
export async function runStatement(
  run: (statement: string) => unknown,
  statement: string,
): Promise<unknown> {
  try {
    return await Reflect.apply(run, noObject, [statement])
  } catch (error) {
    throw explain(error)
  }
}

function explain(error: unknown): unknown {
  const text = describeCause(error)
  const explanation = explanations.find(([pattern]) => pattern.test(text))?.[1]
  return explanation === undefined ? error : new Error(explanation, { cause: error })
}
