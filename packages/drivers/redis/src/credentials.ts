import { ServerError } from '@readyz/net'

/** A login. */
export interface Credentials {
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** Where node-redis 5 and later gets a login from; made of a username and a password, if they are what it was told. */
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
 * What the client would log in with now.
 *
 * @throws ServerError if it is not told
 */
export async function credentialsOf(
  options: Credentials & { readonly credentialsProvider?: CredentialsProvider | undefined },
): Promise<Credentials> {
  const { credentialsProvider: provider, username, password } = options
  try {
    if (provider?.type === 'async-credentials-provider') return await provider.credentials()
    if (provider?.type === 'streaming-credentials-provider') return await firstOf(provider)
  } catch (error) {
    throw new ServerError(`has no credentials: ${Object(error).message ?? String(error)}`, 'auth')
  }
  return { username, password }
}

// Also of one that answers when the check is over.
async function firstOf(provider: StreamingProvider): Promise<Credentials> {
  const [first, subscription] = await provider.subscribe({ onNext() {}, onError() {} })
  await subscription.dispose()
  return first
}
