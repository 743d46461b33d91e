import { asDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { HAVE_MOST, type HaveAnswer, type HaveQuestion, type HaveTag } from '../oci/have.ts'
import { asTag, parseRepositoryName, type RepositoryName } from '../oci/name.ts'
import { sideBySide } from '../registry/side-by-side.ts'
import type { Registry } from '../registry/registry.ts'
import { readBody } from './body.ts'
import { sendJson, type Call } from './call.ts'
import { takePage } from './paging.ts'

/** Bytes of a question, which has room for as many sha512 digests as it may hold. */
const MOST_BYTES = 512 * 1024
/** Looked up at once. */
const WIDTH = 16

/** `POST /v2/_berth/have`: many questions of another Berth in one request; see `oci/have.ts`. */
export async function tellWhatIsHere(call: Call): Promise<void> {
  const { request, response, registry, may } = call
  const question = parse(await readBody(request, response, MOST_BYTES))
  const { tags = [], digests = [], repositories } = question
  if (repositories) return sendJson(call, await listTags(call, repositories, question))
  const name = parseRepositoryName(question.repository ?? '')
  // What somebody may not see is not there.
  if (may && !may(name, 'pull')) return sendJson(call, { tags: [], here: [], elsewhere: [] })
  sendJson(call, {
    ...(await findTags(registry, name, tags)),
    ...(await findDigests(call, name, digests)),
  } satisfies HaveAnswer)
}

async function findTags(
  { manifests }: Registry,
  name: RepositoryName,
  texts: readonly string[],
): Promise<Pick<HaveAnswer, 'tags'>> {
  const found: HaveTag[] = []
  await all(texts, async (text) => {
    const tag = asTag(text)
    const stored = tag && (await manifests.get(name, { kind: 'tag', tag }))
    if (!stored) return
    const { digest, mediaType, bytes } = stored
    found.push({ tag, digest, mediaType, size: bytes.length })
  })
  return { tags: found }
}

/** Repository by repository, as many tags as an answer may hold. */
async function listTags(
  { registry, may }: Call,
  repositories: readonly string[],
  { after, referrers = false }: HaveQuestion,
): Promise<HaveAnswer> {
  const listed: NonNullable<HaveAnswer['listed']>[number][] = []
  let left = HAVE_MOST
  for (const [at, repository] of repositories.entries()) {
    const name = parseRepositoryName(repository)
    if (may && !may(name, 'pull')) {
      listed.push({ repository })
      continue
    }
    const start = at === 0 ? after : undefined
    const { items, more } = await takePage(registry.tags.list(name, start), left)
    const isThere = items.length > 0 || (await registry.tags.repositoryExists(name))
    const { tags = [] } = await findTags(registry, name, items)
    const told = referrers ? await withReferrers(registry, name, tags) : tags
    listed.push({ repository, ...(isThere && { tags: told }) })
    left -= items.length
    const last = items.at(-1)
    if (more && last) return { listed, next: { repository, after: last } }
    const then = repositories[at + 1]
    if (left === 0 && then !== undefined) return { listed, next: { repository: then, after: '' } }
  }
  return { listed }
}

async function withReferrers(
  { referrers }: Registry,
  name: RepositoryName,
  tags: readonly HaveTag[],
): Promise<readonly HaveTag[]> {
  const told: HaveTag[] = []
  await all(tags, async (one) => {
    const subject = asDigest(one.digest)
    const found = subject ? await Array.fromAsync(referrers.list(name, subject)) : []
    told.push(found.length > 0 ? { ...one, referrers: found.map(({ digest }) => digest) } : one)
  })
  return told
}

async function findDigests(
  { registry: { manifests, blobs }, may }: Call,
  name: RepositoryName,
  texts: readonly string[],
): Promise<Pick<HaveAnswer, 'here' | 'elsewhere'>> {
  const here: Digest[] = []
  const elsewhere: Digest[] = []
  await all(texts, async (text) => {
    const digest = asDigest(text)
    if (!digest) return
    const isHere =
      (await blobs.size(name, digest)) !== undefined ||
      (await manifests.get(name, { kind: 'digest', digest })) !== undefined
    if (isHere) here.push(digest)
    // Whoever may not see all is not told of any repository's.
    else if (!may && (await blobs.isAnywhere(digest))) elsewhere.push(digest)
  })
  return { here, elsewhere }
}

async function all<T>(items: readonly T[], look: (item: T) => Promise<void>): Promise<void> {
  const outcomes = await sideBySide(items, WIDTH, look)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

function parse(bytes: Buffer | undefined): HaveQuestion {
  const { repository, tags = [], digests = [], repositories, after, referrers } = jsonIn(bytes)
  const lists = [tags, digests, repositories ?? []]
  const isAsked =
    [repository, after].every((one) => one === undefined || typeof one === 'string') &&
    lists.every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string')) &&
    tags.length + digests.length + (repositories?.length ?? 0) <= HAVE_MOST
  if (!isAsked) {
    const why = `a question names ${HAVE_MOST} tags, digests or repositories at most`
    throw new RegistryError('UNSUPPORTED', why)
  }
  return {
    ...(repository !== undefined && { repository }),
    ...(repositories && { repositories }),
    ...(after && { after }),
    tags,
    digests,
    referrers: referrers === true,
  }
}

function jsonIn(bytes: Buffer | undefined): Partial<HaveQuestion> {
  try {
    return Object(JSON.parse(String(bytes))) as Partial<HaveQuestion>
  } catch {
    return {}
  }
}
