import type { Failure } from './keychain-answers.ts'
import { SecretsError } from './secrets-error.ts'
import type { SecretsErrorCode } from './secrets-error.ts'

interface Trouble {
  /** In the system's words. */
  readonly words: RegExp
  readonly code: SecretsErrorCode
  readonly reason: string
  readonly remedy: string
}

/** What libsecret, GLib and the keyrings of GNOME and KDE say, the most particular first. */
const LINUX: readonly Trouble[] = [
  {
    words: /libsecret/,
    code: 'KEYCHAIN_ABSENT',
    reason: 'libsecret, through which programs reach the keyring, is not installed.',
    remedy: 'Install it (Debian, Ubuntu: libsecret-1-0; Fedora: libsecret) and start Berth again.',
  },
  {
    words: /autolaunch|Could not connect|connection is closed|Connection refused/i,
    code: 'KEYCHAIN_ABSENT',
    reason: 'There is no D-Bus session in which a keyring could be asked, as on most servers.',
    remedy: 'Start Berth from within a desktop session.',
  },
  {
    words: /not provided by any \.service|StartServiceByName/,
    code: 'KEYCHAIN_ABSENT',
    reason: 'No keyring runs in this session.',
    remedy: 'Install one (gnome-keyring, or KWallet), log in anew and start Berth again.',
  },
  {
    words: /Object does not exist|No such secret collection/i,
    code: 'KEYCHAIN_ABSENT',
    reason: 'There is no default keyring yet, or it could not be made.',
    remedy: 'Make one in the program for passwords of the desktop, and try again.',
  },
  {
    words: /locked|dismissed|prompt/i,
    code: 'KEYCHAIN_LOCKED',
    reason: 'The keyring is locked.',
    remedy: 'Unlock it in the program for passwords of the desktop, and try again.',
  },
]

const MACOS: readonly Trouble[] = [
  {
    words: /interaction is not allowed|name or passphrase|canceled|authorization was denied/i,
    code: 'KEYCHAIN_LOCKED',
    reason: 'The keychain is locked, or does not let Berth in.',
    remedy: 'Unlock it in Keychain Access, and try again.',
  },
  {
    words: /keychain could not be found/i,
    code: 'KEYCHAIN_ABSENT',
    reason: 'There is no default keychain.',
    remedy: 'Make one in Keychain Access, and try again.',
  },
]

const ANYWHERE: readonly Trouble[] = [
  {
    words: /keytar is not installed|keytar has no build/,
    code: 'KEYCHAIN_ABSENT',
    reason: 'This copy of Berth comes without keytar, which reaches the keychain.',
    remedy: 'Install Berth with its packages (npm ci), where keytar has a build for this system.',
  },
]

/** What a failure of the keychain means, and what to do. Other words than the known ones are repeated. */
export function explainFailure(failure: Failure, platform: NodeJS.Platform): SecretsError {
  if (failure.kind === 'parts') return incomplete()
  const own = platform === 'darwin' ? MACOS : platform === 'win32' ? [] : LINUX
  const known = [...ANYWHERE, ...own].find(({ words }) => words.test(failure.message))
  if (!known) return unknown(failure)
  const { code, reason, remedy } = known
  return new SecretsError(code, reason, remedy, { cause: new Error(failure.message) })
}

function unknown({ kind, message }: Failure): SecretsError {
  return kind === 'load'
    ? new SecretsError('KEYCHAIN_ABSENT', `keytar cannot be loaded: ${message}.`, 'Try again.')
    : new SecretsError('KEYCHAIN_FAILED', `The keychain failed: ${message}.`, 'Try again.')
}

function incomplete(): SecretsError {
  const reason = 'A part of this secret is gone from the keychain.'
  return new SecretsError('KEYCHAIN_INCOMPLETE', reason, 'Enter it again.')
}
