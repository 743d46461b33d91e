import type { RemoteCheck, RemoteOutcome } from '../control/remotes-contract.ts'
import { RemoteError, type RemoteTrouble } from '../sync/remote-error.ts'
import type { RemoteAddress } from './remote-address.ts'
import type { Login } from '../sync/remote-login.ts'

/** What came of it. */
export type Finding =
  | { readonly kind: 'works' }
  /** And why it may not push. */
  | { readonly kind: 'may-pull'; readonly error: RemoteError }
  | { readonly kind: 'no-rights'; readonly error: RemoteError }
  | { readonly kind: 'failed'; readonly error: unknown }

interface Asked {
  readonly address: RemoteAddress
  readonly login: Login | undefined
}

type Words = Pick<RemoteCheck, 'outcome' | 'message' | 'hint'>

/** In words for a person. */
export function explainCheck(
  parts: Asked,
  finding: Finding,
  product: string | undefined,
): RemoteCheck {
  return { at: Date.now(), ...wordsFor(parts, finding), ...(product !== undefined && { product }) }
}

function wordsFor({ address, login }: Asked, finding: Finding): Words {
  const where = address.prefix ? ` below ${address.prefix}` : ''
  switch (finding.kind) {
    case 'works':
      return { outcome: 'works', message: `Pulling and pushing${where} works.` }
    case 'may-pull':
      return mayPull(finding.error, where, login !== undefined)
    case 'no-rights':
      return noRights(finding.error, where, login !== undefined)
    case 'failed':
      return failed(finding.error)
  }
}

function mayPull({ kind, status }: RemoteError, where: string, hasLogin: boolean): Words {
  if (status === 404) {
    return {
      outcome: 'read-only',
      message: `It has no place for new images${where}.`,
      hint: 'Add a project that exists there to the address, such as https://registry.example.com/project.',
    }
  }
  if (status === 405) {
    return {
      outcome: 'read-only',
      message: 'It takes no pushes at all.',
      hint: 'It is read-only, or passes on what another registry has.',
    }
  }
  if (!hasLogin || kind === 'login-missing') {
    return {
      outcome: 'anonymous-read-only',
      message: `Everybody may pull${where}; pushing needs a login.`,
      hint: 'Enter a user and password, or a token, to push.',
    }
  }
  return {
    outcome: 'read-only',
    message: `This login may pull${where}, and not push.`,
    hint: 'To push, use a login that may, or have this one given the right there.',
  }
}

function noRights({ kind }: RemoteError, where: string, hasLogin: boolean): Words {
  if (!hasLogin || kind === 'login-missing') {
    const [outcome, hint] = TROUBLES['login-missing']
    return { outcome, message: 'It asks for a login.', hint }
  }
  return {
    outcome: 'refused',
    message: `The login is right, and may neither pull nor push${where}.`,
    hint: 'Add the part that it is for to the address, such as https://registry.example.com/team, or have it given the right there.',
  }
}

const TROUBLES: Readonly<Record<RemoteTrouble, readonly [RemoteOutcome, hint: string]>> = {
  unreachable: [
    'unreachable',
    'Check the address and its port, and whether this computer is connected.',
  ],
  untrusted: [
    'unreachable',
    'Give the registry a certificate for this name, or start Berth with NODE_EXTRA_CA_CERTS naming the file of the authority that made it.',
  ],
  'login-missing': ['refused', 'Enter a user and password, or a token.'],
  'login-refused': ['refused', 'Check what you entered; a token may have ended.'],
  'login-expired': ['refused', 'Test it again.'],
  'login-unknown': ['refused', 'Berth logs in with a password (Basic) or a token (Bearer).'],
  denied: ['refused', 'Have this login given the right there.'],
  busy: ['unreachable', 'Test it again later.'],
  'not-a-registry': [
    'not-a-registry',
    'Check the address: it is that of the registry, without /v2/.',
  ],
}

function failed(error: unknown): Words {
  const { kind, status = 0 } = error instanceof RemoteError ? error : {}
  const likely: RemoteTrouble = status === 0 || status >= 500 ? 'unreachable' : 'not-a-registry'
  const [outcome, hint] = TROUBLES[kind ?? likely]
  const message = error instanceof Error ? error.message : String(error)
  return { outcome, message, hint }
}
