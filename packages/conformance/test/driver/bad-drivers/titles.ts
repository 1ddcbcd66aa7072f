// Titles of rules that several bad drivers break.

export const refusedConnection = 'a check fails with "refused" if the server refuses the connection'
export const silentServer =
  'a check fails with "timeout" if the server accepts the connection and stays silent'
export const stoppedServer =
  'a check fails with "refused" after the server stopped between checks, and passes after its restart'
export const exhaustedPool = 'a check passes without queueing while every pool connection is in use'
export const wrongPassword =
  'a check fails during the fault "the password is wrong", and passes after it'
export const errorResponses =
  'a check fails during the fault "every request returns an error", and passes after it'
export const hungResolver =
  'checks run one lookup of a host name at a time while the resolver hangs'
export const twoAddresses =
  'a check fails with "refused" if both addresses of a host name refuse connections'
