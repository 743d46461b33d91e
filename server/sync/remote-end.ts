import { digestOf, isDigestShaped } from '../oci/digest.ts'
import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { createSlots } from '../storage/slots.ts'
import { chunkOf, type Asking, type Content } from './content.ts'
import type { SyncEnd } from './end.ts'
import { RemoteError } from './remote-error.ts'
import { createRemoteHave } from './remote-have.ts'
import { drop, expectStatus, type AskRemote } from './remote-http.ts'
import { listCatalog, listReferrers, listTags } from './remote-lists.ts'
import { blobAt, resolveAt } from './remote-read.ts'
import { mountOrBegin, remoteUploads } from './remote-session.ts'
import { createRetries, type Retries } from './retry.ts'
import { scoped } from './remote-scopes.ts'
import { readVerified } from './verified.ts'
import type { Remote } from './remote.ts'

export interface RemoteEndParts {
  readonly remote: Remote
  readonly url: URL
  readonly retries?: Retries
}

/** Questions under way at once. */
const WIDTH = 6

/** Any other registry as an end of a sync. Small requests are made again where that may help. */
export function remoteEnd({ remote, url, retries = createRetries() }: RemoteEndParts): SyncEnd {
  const ask = scoped(remote.ask)
  const slots = createSlots(WIDTH)
  const parts = { ask, url }
  const again = <T>(work: () => Promise<T>, { signal }: Asking = {}): Promise<T> =>
    retries.run(work, signal)
  const eachOf = <A, B>(all: readonly A[], work: (one: A) => Promise<B>, asking?: Asking) =>
    Promise.all(all.map((one) => slots.run(() => again(() => work(one), asking))))
  const berth = createRemoteHave(parts, again)

  return {
    name: url.host,
    isHere: false,
    repositories: (asking) => listCatalog(parts, (work) => again(work, asking), asking),
    tags: (name, asking) => listTags(parts, name, (work) => again(work, asking), asking),

    look: berth.look,

    async resolveTags(name, tags, asking) {
      const told = await berth.tags(name, tags, asking)
      if (told) return told
      const found = await eachOf(
        tags,
        async (tag) => [tag, await resolveAt(parts, name, { kind: 'tag', tag }, asking)] as const,
        asking,
      )
      return new Map(found.filter((pair): pair is [Tag, Descriptor] => pair[1] !== undefined))
    },

    manifest: (name, descriptor, asking) =>
      again(() => {
        const content = remote.repository(name).fetch(descriptor, asking)
        return readVerified(descriptor, content, MAX_MANIFEST_SIZE)
      }, asking),

    referrers: (name, digest, asking) =>
      again(() => listReferrers(parts, name, digest, asking), asking),

    async has(name, all, asking) {
      const told = await berth.digests(name, all, asking)
      if (told) return told
      const found = await eachOf(
        all,
        async (one) => (await remote.repository(name).exists(one, asking)) && one.digest,
        asking,
      )
      return { here: new Set(found.filter((digest) => digest !== false)), elsewhere: new Set() }
    },

    read: (name, blob, offset, asking) => readFrom(parts, name, blob, offset, asking),

    mount: (name, blob, from, asking) =>
      again(() => mountOrBegin(parts, { name, from }, blob, asking), asking),

    uploads: remoteUploads(parts),

    async putManifest(name, reference, { bytes, mediaType, signal }) {
      const answer = await again(
        () =>
          ask({
            method: 'PUT',
            path: `v2/${name}/manifests/${reference}`,
            headers: { 'Content-Type': mediaType },
            body: { content: chunkOf(bytes), size: bytes.length },
            signal,
          }).then(async (answer) => {
            await expectStatus(url, answer, 201)
            drop(answer)
            return answer
          }),
        { signal },
      )
      const told = String(answer.headers['docker-content-digest'] ?? '')
      // What was stored under a tag is what it will be pulled as.
      if (
        told !== '' &&
        isDigestShaped(told) &&
        told.startsWith('sha256:') &&
        told !== digestOf(bytes)
      ) {
        throw new RemoteError(url, `it calls the manifest ${told}, which it is not`)
      }
      return { keepsReferrers: answer.headers['oci-subject'] !== undefined }
    },

    removeTag: (name, tag, removal) => again(() => removeTag(parts, name, tag, removal), removal),

    close: () => remote.close(),
  }
}

interface Parts {
  readonly ask: AskRemote
  readonly url: URL
}

/** Registries before 3 remove manifests by digest alone; there it goes with all its tags. */
async function removeTag(
  { ask, url }: Parts,
  name: RepositoryName,
  tag: Tag,
  { digest, isAlone, signal }: Parameters<SyncEnd['removeTag']>[2],
): Promise<void> {
  const remove = async (reference: string) => {
    const answer = await ask({
      method: 'DELETE',
      path: `v2/${name}/manifests/${reference}`,
      signal,
    })
    if (![400, 405].includes(answer.statusCode ?? 0))
      await expectStatus(url, answer, 202, 200, 204, 404)
    drop(answer)
    return answer.statusCode ?? 0
  }
  const status = await remove(tag)
  if (![400, 405].includes(status)) return
  if (!isAlone) {
    const why = `it cannot remove the tag ${tag} alone, and other tags stand for the same image`
    throw new RemoteError(url, why, { status })
  }
  const second = await remove(digest)
  if ([400, 405].includes(second)) {
    throw new RemoteError(url, 'it does not allow to delete', { status: second })
  }
}

/** Some registries give all of it, whatever part was asked for. */
async function* readFrom(
  parts: Parts,
  name: RepositoryName,
  blob: Descriptor,
  offset: number,
  asking: Asking = {},
): Content {
  const { answer, isPart } = await blobAt(parts, `v2/${name}/blobs/${blob.digest}`, blob, {
    offset,
    ...asking,
  })
  let skip = isPart ? 0 : offset
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    const rest = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - rest.length
    if (rest.length > 0) yield rest
  }
}
