import type { EngineOutcome } from '../control/engines-contract.ts'

/** What an engine's own words for a pull that failed come down to; the first that fits. */
const SIGNS: readonly (readonly [RegExp, EngineOutcome])[] = [
  [
    /server gave HTTP response to HTTPS client|first record does not look like a TLS/i,
    'wants-https',
  ],
  [/x509|certificate|tls: failed to verify/i, 'untrusted-certificate'],
  [/client sent an http request to an https server|HTTP request to an HTTPS/i, 'wants-http'],
  [/connection refused|actively refused/i, 'refused'],
  [
    /no such host|server misbehaving|network is unreachable|no route to host|cannot assign requested|temporary failure in name/i,
    'unreachable',
  ],
  [/timeout|deadline exceeded|timed out/i, 'timed-out'],
  [
    /malformed HTTP|\bEOF\b|connection reset|invalid character|unexpected status|5\d\d /i,
    'other-program',
  ],
  [/unauthorized|authentication required|no basic auth|denied/i, 'login-wanted'],
  [/manifest unknown|name unknown|not found|does not exist|unknown to registry/i, 'other-registry'],
]

/**
 * Why an engine did not take the probe.
 *
 * @param words its own
 * @param hasUsers whether this registry asks for a login at all: if not, who asks is another
 */
export function outcomeOf(words: string, hasUsers: boolean): EngineOutcome {
  const found = SIGNS.find(([sign]) => sign.test(words))?.[1] ?? 'failed'
  return found === 'login-wanted' && !hasUsers ? 'other-registry' : found
}

/** What it means, for a person. @param host such as `localhost:5000` */
export function outcomeText(outcome: EngineOutcome, host: string): string {
  switch (outcome) {
    case 'reaches':
      return `It reaches this registry at ${host}.`
    case 'other-registry':
      return `Another registry answers it at ${host}: what is pushed there does not come here.`
    case 'other-program':
      return `Something that is not a registry answers it at ${host}.`
    case 'refused':
      return `Nobody answers it at ${host}: its localhost is not this machine’s, as in a virtual machine or a network of its own.`
    case 'unreachable':
      return `It finds no way to ${host}.`
    case 'wants-https':
      return `It wants to speak https with ${host}, and this registry speaks http.`
    case 'wants-http':
      return `It speaks http with ${host}, and this registry wants https.`
    case 'untrusted-certificate':
      return `It does not trust the certificate of ${host}.`
    case 'login-wanted':
      return `It was refused at ${host} for want of a login.`
    case 'not-running':
      return 'It is not running.'
    case 'not-allowed':
      return 'Berth may not use it.'
    case 'timed-out':
      return `It got no answer from ${host} in time.`
    case 'failed':
      return `It could not take an image from ${host}.`
  }
}
