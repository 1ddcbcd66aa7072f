/**
 * Returns the first secret that a text contains, plain or in an encoding that clients use: percent
 * encoding, JSON escapes, hexadecimal digits, or base64 with any text before it.
 */
export function findSecret(text: string, secrets: readonly string[]): string | undefined {
  const decoded = decodePercent(text)
  return secrets.find(
    (secret) => decoded.includes(secret) || formsOf(secret).some((form) => text.includes(form)),
  )
}

function formsOf(secret: string): readonly string[] {
  const plain = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]
  // Short texts and numbers appear in the encoding of other texts by chance.
  if (secret.length < 6 || /^\d+$/.test(secret)) return plain
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map((offset) => base64At(bytes, offset))
  const base64Url = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))
  return [...plain, bytes.toString('hex'), ...base64, ...base64Url]
}

/** Returns the characters of base64 that depend only on the secret, after `offset` other bytes. */
function base64At(secret: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64')
  const bits = (bytes: number) => (bytes * 8) / 6
  return encoded.slice(Math.ceil(bits(offset)), Math.floor(bits(offset + secret.length)))
}

function decodePercent(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}
