import { ServerError } from '@readyz/net'

/** A login. */
export interface Credentials {
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/**
 * The source of the login since node-redis 5. It wraps a username and a password, if the options
 * contain them.
 */
export type CredentialsProvider = AsyncProvider | StreamingProvider

interface AsyncProvider {
  readonly type: 'async-credentials-provider'
  credentials(): Promise<Credentials>
}

interface StreamingProvider {
  readonly type: 'streaming-credentials-provider'
  subscribe(listener: Listener): Promise<readonly [Credentials, Subscription]>
}

interface Listener {
  onNext(credentials: Credentials): void
  onError(error: Error): void
}

interface Subscription {
  dispose(): unknown
}

/**
 * Returns the current login of the client.
 *
 * @throws ServerError if the provider rejects
 */
export async function credentialsOf(
  options: Credentials & { readonly credentialsProvider?: CredentialsProvider | undefined },
): Promise<Credentials> {
  const { credentialsProvider: provider, username, password } = options
  try {
    if (provider?.type === 'async-credentials-provider') return await provider.credentials()
    if (provider?.type === 'streaming-credentials-provider') return await firstOf(provider)
  } catch (error) {
    throw new ServerError(
      `credentialsProvider failed: ${Object(error).message ?? String(error)}`,
      'auth',
    )
  }
  return { username, password }
}

// The subscription is disposed also if the provider resolves after the check has ended.
async function firstOf(provider: StreamingProvider): Promise<Credentials> {
  const [first, subscription] = await provider.subscribe({ onNext() {}, onError() {} })
  await subscription.dispose()
  return first
}
