import type { RemoteCheck } from '../control/remotes-contract.ts'
import { digestOf } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import { RemoteError } from '../sync/remote-error.ts'
import { createRemoteHttp, drop, expectStatus } from '../sync/remote-http.ts'
import type { Login } from '../sync/remote-login.ts'
import { openRemote, type Remote } from '../sync/remote.ts'
import { pullScope, pushScope, type Scope } from '../sync/scope.ts'
import { explainCheck, type Finding } from './check-words.ts'
import { productOf } from './product.ts'
import { nameBelow, type RemoteAddress } from './remote-address.ts'

export interface CheckParts {
  readonly address: RemoteAddress
  readonly login: Login | undefined
  /** What we call ourselves. */
  readonly agent: string
  readonly signal?: AbortSignal | undefined
}

/** No answer in that time is none, in milliseconds. */
const PATIENCE = 15_000
/** A repository that nobody has. */
const REPOSITORY = 'berth-check'

/**
 * What one may do at a registry, by doing it: it is greeted, an upload is begun and cancelled, and where
 * that is not allowed a manifest is looked for. What goes wrong is the result.
 *
 * @throws the reason of the signal
 */
export async function checkRemote(parts: CheckParts): Promise<RemoteCheck> {
  const { address, login, agent, signal } = parts
  const remote = openRemote({ url: address.base, login, agent })
  let product: string | undefined
  try {
    product = await recognize(parts)
    await remote.greet({ signal })
    return explainCheck(
      parts,
      await findRights(remote, nameBelow(address.prefix, REPOSITORY), parts),
      product,
    )
  } catch (error) {
    signal?.throwIfAborted()
    return explainCheck(parts, { kind: 'failed', error }, product)
  } finally {
    remote.close()
  }
}

/** @throws RemoteError where it is no registry at all */
async function recognize({ address, agent, signal }: CheckParts): Promise<string | undefined> {
  const http = createRemoteHttp()
  try {
    const headers = { 'User-Agent': agent }
    const url = new URL('v2/', address.base)
    const answer = await http.send({ method: 'GET', url, headers, signal, patience: PATIENCE })
    drop(answer)
    const isPage = answer.headers['content-type']?.startsWith('text/html') ?? false
    if (isPage && answer.statusCode === 200) {
      throw new RemoteError(url, 'it answers with a web page', { kind: 'not-a-registry' })
    }
    return productOf(url, answer.headers)
  } finally {
    http.close()
  }
}

async function findRights(
  remote: Remote,
  name: RepositoryName,
  { address: { base }, signal }: CheckParts,
): Promise<Finding> {
  const pushed = await orRefused(async () => {
    const path = `v2/${name}/blobs/uploads/`
    const answer = await remote.ask({ method: 'POST', path, scope: pushScope(name), signal })
    await expectStatus(base, answer, 202)
    drop(answer)
    await cancel(remote, pushScope(name), new URL(answer.headers.location ?? '', base))
  })
  if (pushed === undefined) return { kind: 'works' }
  const pulled = await orRefused(async () => {
    const path = `v2/${name}/manifests/check`
    const answer = await remote.ask({ method: 'HEAD', path, scope: pullScope(name), signal })
    drop(answer)
    if (answer.statusCode !== 404) await expectStatus(base, answer, 200)
  })
  return pulled ? { kind: 'no-rights', error: pulled } : { kind: 'may-pull', error: pushed }
}

/** What it may refuse to some, and not to others; anything else is thrown. */
async function orRefused(work: () => Promise<void>): Promise<RemoteError | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error
    const isRight = error.kind === 'denied' || error.kind === 'login-missing'
    if (isRight || error.status === 404 || error.status === 405) return error
    throw error
  }
}

/**
 * Whoever may push may not always delete. Then the upload is ended as what it is, no byte at all: that
 * lies in no image, and goes when the registry collects what nothing refers to.
 */
async function cancel(remote: Remote, scope: Scope, upload: URL): Promise<void> {
  const ended = await remote.ask({ method: 'DELETE', path: upload, scope }).catch(refusal)
  if (ended) drop(ended)
  if (ended && (ended.statusCode ?? 500) < 300) return
  const end = new URL(upload)
  end.searchParams.set('digest', digestOf(Buffer.alloc(0)))
  const stored = await remote.ask({ method: 'PUT', path: end, scope }).catch(refusal)
  if (stored) drop(stored)
}

function refusal(error: unknown): undefined {
  if (!(error instanceof RemoteError)) throw error
}
