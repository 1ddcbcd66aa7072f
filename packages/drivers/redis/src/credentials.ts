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
  subscribe(listener: Listener): Promise<readonly [Credentials, { dispose(): unknown }]>
}

interface Listener {
  onNext(credentials: Credentials): void
  onError(error: Error): void
}

/** What the client would log in with now. */
export async function credentialsOf(
  options: Credentials & { readonly credentialsProvider?: CredentialsProvider | undefined },
): Promise<Credentials> {
  const { credentialsProvider: provider, username, password } = options
  if (provider?.type === 'async-credentials-provider') return provider.credentials()
  if (provider?.type === 'streaming-credentials-provider') {
    const [first, subscription] = await provider.subscribe({ onNext() {}, onError() {} })
    subscription.dispose()
    return first
  }
  return { username, password }
}
