import { asDigest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import type { Asking } from './content.ts'
import type { Having, TagsLook } from './end.ts'
import {
  HAVE_HEADER,
  HAVE_MOST,
  HAVE_PATH,
  HAVE_VERSION,
  type HaveAnswer,
  type HaveQuestion,
  type HaveTag,
} from '../oci/have.ts'
import { chunkOf } from './content.ts'
import { drop, type AskRemote } from './remote-http.ts'

/**
 * Many questions in one request, to another Berth. What does not announce that it can answer them is never
 * asked, and what announces it and does not answer is not asked again.
 */
export interface RemoteHave {
  /** Undefined where it has to be asked one by one, here and below. */
  look(names: readonly RepositoryName[], asking?: Asking): Promise<TagsLook | undefined>
  tags(
    name: RepositoryName,
    tags: readonly Tag[],
    asking?: Asking,
  ): Promise<ReadonlyMap<Tag, Descriptor> | undefined>
  digests(
    name: RepositoryName,
    all: readonly Descriptor[],
    asking?: Asking,
  ): Promise<Having | undefined>
}

type Again = <T>(work: () => Promise<T>, asking?: Asking) => Promise<T>

export function createRemoteHave(
  { ask }: { readonly ask: AskRemote; readonly url: URL },
  again: Again,
): RemoteHave {
  let announced: Promise<boolean> | undefined
  let isRefused = false

  const canAnswer = (asking?: Asking): Promise<boolean> =>
    (announced ??= again(() => lookForHave(ask, asking), asking).catch((error: unknown) => {
      announced = undefined
      throw error
    }))

  /** Undefined where it does not answer after all, whyever. */
  async function one(question: HaveQuestion, { signal }: Asking): Promise<HaveAnswer | undefined> {
    const bytes = Buffer.from(JSON.stringify(question))
    const answer = await ask({
      method: 'POST',
      path: HAVE_PATH,
      headers: { 'Content-Type': 'application/json' },
      body: { content: chunkOf(bytes), size: bytes.length },
      signal,
    })
    if (answer.statusCode === 200) return (await jsonOf(answer)) as HaveAnswer | undefined
    drop(answer)
    return undefined
  }

  async function each<T>(
    all: readonly T[],
    asking: Asking,
    question: (part: readonly T[]) => HaveQuestion,
    take: (answer: HaveAnswer) => void,
  ): Promise<boolean> {
    if (isRefused || !(await canAnswer(asking))) return false
    for (let at = 0; at < all.length; at += HAVE_MOST) {
      const answer = await again(() => one(question(all.slice(at, at + HAVE_MOST)), asking), asking)
      if (!answer) {
        isRefused = true
        return false
      }
      take(answer)
    }
    return true
  }

  return {
    async look(names, asking = {}) {
      if (isRefused || !(await canAnswer(asking))) return undefined
      const found = new Map<string, HaveTag[] | undefined>()
      let left = names
      let after = ''
      while (left.length > 0) {
        const repositories = left.slice(0, HAVE_MOST)
        const question = { repositories, after, referrers: true }
        const answer = await again(() => one(question, asking), asking)
        if (!answer?.listed) {
          isRefused = true
          return undefined
        }
        for (const { repository, tags } of answer.listed) {
          found.set(repository, tags && [...(found.get(repository) ?? []), ...tags])
        }
        const { next } = answer
        const at = next ? left.findIndex((name) => name === next.repository) : repositories.length
        // Whoever tells nothing new is not asked for ever.
        if (next && (at === -1 || (at === 0 && next.after <= after))) return undefined
        left = left.slice(at)
        after = next?.after ?? ''
      }
      return lookOf(found)
    },
    async tags(name, tags, asking = {}) {
      const found = new Map<Tag, Descriptor>()
      const isTold = await each(
        tags,
        asking,
        (part) => ({ repository: name, tags: part }),
        (answer) => {
          for (const [tag, descriptor] of answer.tags?.flatMap(tagIn) ?? []) {
            found.set(tag, descriptor)
          }
        },
      )
      return isTold ? found : undefined
    },

    async digests(name, all, asking = {}) {
      const here = new Set<string>()
      const elsewhere = new Set<string>()
      const isTold = await each(
        all,
        asking,
        (part) => ({ repository: name, digests: part.map(({ digest }) => digest) }),
        (answer) => {
          for (const digest of answer.here ?? []) here.add(digest)
          for (const digest of answer.elsewhere ?? []) elsewhere.add(digest)
        },
      )
      return isTold ? { here, elsewhere } : undefined
    },
  }
}

function tagIn({ tag: text, digest: told, mediaType, size }: HaveTag): [Tag, Descriptor][] {
  const tag = asTag(text)
  const digest = asDigest(told)
  return tag && digest ? [[tag, { mediaType, digest, size }]] : []
}

function lookOf(found: ReadonlyMap<string, readonly HaveTag[] | undefined>): TagsLook {
  return {
    tags: async (name) => found.get(name)?.flatMap((one) => tagIn(one).map(([tag]) => tag)),
    async resolveTags(name, tags) {
      const wanted = new Set<string>(tags)
      const all = found.get(name)?.filter(({ tag }) => wanted.has(tag)) ?? []
      return new Map(all.flatMap(tagIn))
    },
    referrers: (name, tag) => found.get(name)?.find((one) => one.tag === tag)?.referrers ?? [],
  }
}

async function lookForHave(ask: AskRemote, { signal }: Asking = {}): Promise<boolean> {
  const answer = await ask({ method: 'GET', path: 'v2/', signal })
  drop(answer)
  return answer.headers[HAVE_HEADER.toLowerCase()] === HAVE_VERSION
}

async function jsonOf(answer: AsyncIterable<unknown>): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}
