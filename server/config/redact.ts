/** Up to the last `@`, since a password may hold one itself. */
const login = /\/\/.*@/gs
const named = /(key|password|secret|signature|sig|token)(\s*[:=]\s*)[^\s&;]+/gi
/** As long as a key or a client's secret; base64, or what Microsoft Entra makes secrets of. */
const long = /[\w+/~.-]{32,}={0,2}/g

/** A text without what looks like a secret: logins of URLs, `sig=…`, keys. */
export function withoutSecrets(text: string): string {
  return text
    .replace(login, '//…@')
    .replace(named, '$1$2…')
    .replace(long, (run) => (isRandom(run) ? '…' : run))
}

/**
 * A key as a message names it. To YAML `accountkey:abc` without a blank is one key, so what follows
 * its first word is left out, and so is a key that can only be a secret.
 */
export function keyWord(key: string): string {
  const [word = ''] = /^[\w.$-]*/.exec(key) ?? []
  return word.length > 32 && isRandom(word) ? '' : word.slice(0, 32)
}

function isRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)
}
