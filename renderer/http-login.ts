import { get, post } from './http-json.ts'
import type { Login } from './transport.ts'

/** Logging in by a session cookie that scripts never see. */
export class HttpLogin implements Login {
  readonly #base: URL
  readonly #changed: () => void

  /** @param changed called after somebody logged in or out */
  constructor(base: URL, changed: () => void) {
    this.#base = base
    this.#changed = changed
  }

  async kind(): Promise<'password' | 'link'> {
    const body = await get(new URL('api/login', this.#base))
    return isKind(body) ? body.kind : 'password'
  }

  async open(user: string, password: string): Promise<void> {
    await post(new URL('api/login', this.#base), { user, password })
    this.#changed()
  }

  async close(): Promise<void> {
    await post(new URL('api/logout', this.#base), {})
    this.#changed()
  }
}

function isKind(body: unknown): body is { readonly kind: 'password' | 'link' } {
  return typeof body === 'object' && body !== null && 'kind' in body
}
