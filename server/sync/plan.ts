import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { compareTag, type Standing, type TagStanding } from './compare-tags.ts'
import type { Asking } from './content.ts'
import type { SyncEnd, TagsLook } from './end.ts'
import { gatherImage, type Gathered } from './gather.ts'
import { findMissing, noPlaces, type BlobPlaces, type Wanted } from './missing.ts'
import { narrowedTo } from './narrowed.ts'
import type { ImageWork, Plan, PlannedImage } from './plan-contents.ts'
import { totalsOf } from './plan-totals.ts'
import { isReferrersTag, selectionOf, type Selection, type SyncRule } from './rule.ts'
import { wantedRepositories } from './wanted-repositories.ts'
import { whyFailed } from './why-failed.ts'

export interface PlanParts {
  /** The side that gives. */
  readonly source: SyncEnd
  /** The side that takes. */
  readonly target: SyncEnd
  readonly rule: SyncRule
  /** Patterns that narrow the rule for this once. */
  readonly only?: readonly string[]
  /** These alone, whatever the rule says. */
  readonly images?: ReadonlyMap<RepositoryName, readonly Tag[]>
  /** What was level last, of a repository, by tag; `@` and a digest for what refers to images. */
  readonly lastLevel: (name: RepositoryName) => ReadonlyMap<string, string>
  /** What both sides have is to be written over. */
  readonly overwrites?: boolean
  /** Told of each repository that was looked at. */
  readonly onProgress?: (repositories: number, images: number) => void
}

/**
 * Looks at both sides and says what there is to do. Nothing is changed. What is wrong with one image, or one
 * repository, is told of it and keeps no other from being looked at.
 *
 * @throws RemoteError, StorageUnavailable when a side cannot be asked at all
 */
export async function makePlan(given: PlanParts, asking: Asking = {}): Promise<Plan> {
  const parts = { ...given, source: narrowedTo(given.rule.platforms, given.source) }
  const selection = selectionOf(parts.rule, parts.only)
  const places = noPlaces()
  const images: PlannedImage[] = []
  let repositories = 0
  for await (const names of wantedRepositories(parts, selection, asking)) {
    const looks = await looksAt(parts, names, asking)
    for (const name of names) {
      asking.signal?.throwIfAborted()
      images.push(
        ...(await planRepository({ ...parts, ...looks }, selection, places, name, asking)),
      )
      parts.onProgress?.(++repositories, images.length)
    }
  }
  return { images, totals: totalsOf(images, places) }
}

interface Looks {
  readonly from: Pick<TagsLook, 'tags' | 'resolveTags'>
  readonly to: Pick<TagsLook, 'tags' | 'resolveTags'>
}

async function looksAt(
  { source, target, images }: PlanParts,
  names: readonly RepositoryName[],
  asking: Asking,
): Promise<Looks> {
  // A few tags of many are asked for by name.
  if (images) return { from: source, to: target }
  const [from, to] = await Promise.all([source.look?.(names, asking), target.look?.(names, asking)])
  return { from: from ?? source, to: to ?? target }
}

async function planRepository(
  parts: PlanParts & Looks,
  selection: Selection,
  places: BlobPlaces,
  name: RepositoryName,
  asking: Asking,
): Promise<readonly PlannedImage[]> {
  const { standings, isNew } = await standingsIn(parts, selection, name, asking)
  const wanted: { readonly at: number; readonly image: Wanted }[] = []
  const planned: PlannedImage[] = standings.map(plainly(parts.rule))
  for (const [at, { standing, tag }] of standings.entries()) {
    const isEqual = standing.state === 'equal'
    if (standing.state === 'conflict' || standing.state === 'only-there') continue
    if (isEqual && !mayHaveMore(parts, name, tag)) continue
    try {
      const gathered = await gather(parts, name, standing.from, asking)
      if (isEqual && gathered.referrers.length === 0) continue
      const known = isEqual ? withoutKnown(gathered, parts.lastLevel(name)) : gathered
      if (!isEqual || known.referrers.length > 0)
        wanted.push({ at, image: { gathered: known, isEqual } })
    } catch (error) {
      asking.signal?.throwIfAborted()
      planned[at] = failed(planned[at], error)
    }
  }
  const work = await findMissing(
    { target: parts.target, name, isNew, places },
    wanted.map(({ image }) => image),
    asking,
  )
  for (const [index, { at }] of wanted.entries()) {
    const [image, one] = [planned[at], work[index]]
    if (image && one && hasWork(one)) planned[at] = { ...image, work: one }
  }
  return planned
}

/** Whether something new may refer to an image that is level, as far as that can be told without asking. */
function mayHaveMore(
  { rule, source, from, lastLevel }: PlanParts & Looks,
  name: RepositoryName,
  tag: Tag,
): boolean {
  if (!rule.referrers) return false
  if (source.isHere) return true
  // A look has it; an end would have to be asked for each.
  if (from === source || !('referrers' in from)) return false
  const last = lastLevel(name)
  const told = (from as TagsLook).referrers(name, tag)
  return told.some((digest) => !last.has(`@${digest}`))
}

const hasWork = ({ tags, referrers }: ImageWork): boolean => tags || referrers.length > 0

async function standingsIn(
  { from: source, to: target, rule, images, lastLevel, overwrites }: PlanParts & Looks,
  selection: Selection,
  name: RepositoryName,
  asking: Asking,
): Promise<{ readonly standings: readonly TagStanding[]; readonly isNew: boolean }> {
  const chosen = images?.get(name)
  const [here, there] = chosen
    ? [chosen, chosen]
    : await Promise.all([source.tags(name, asking), target.tags(name, asking)])
  const isWanted = (tag: Tag): boolean =>
    chosen
      ? chosen.includes(tag)
      : selection.hasTag(name, tag) && !(rule.referrers && isReferrersTag(tag))
  const from = (here ?? []).filter((tag) => isWanted(tag) || isOfImage(rule, tag))
  const to = new Set((there ?? []).filter((tag) => isWanted(tag) || isOfImage(rule, tag)))
  const [fromDigests, toDigests] = await Promise.all([
    source.resolveTags(name, from, asking),
    target.resolveTags(name, [...to], asking),
  ])
  const last = lastLevel(name)
  const tags = [...new Set([...from, ...(rule.deletes || !chosen ? to : [])])].sort()
  const standings = tags.flatMap((tag) => {
    const [one, other] = [fromDigests.get(tag), toDigests.get(tag)]
    const standing = compareTag(one, other, last.get(tag))
    return standing
      ? [{ repository: name, tag, standing: overwrites ? insisting(standing) : standing }]
      : []
  })
  return { standings, isNew: there === undefined }
}

/** The person has decided. */
function insisting(standing: Standing): Standing {
  if (standing.state !== 'conflict') return standing
  return { state: 'changed', from: standing.from, to: standing.to }
}

/** Signatures and attestations of cosign's first way go with the images, whatever tags are chosen. */
const isOfImage = ({ referrers }: SyncRule, tag: string): boolean =>
  referrers && /^sha256-[0-9a-f]{64}\../.test(tag)

const gather = (
  { source, rule }: PlanParts,
  name: RepositoryName,
  root: Descriptor,
  asking: Asking,
): Promise<Gathered> =>
  gatherImage(source, name, root, { ...asking, withReferrers: rule.referrers })

/** Referrers that got there before are not asked for again. */
function withoutKnown(gathered: Gathered, last: ReadonlyMap<string, string>): Gathered {
  const referrers = gathered.referrers.filter(
    ({ descriptor }) => !last.has(`@${descriptor.digest}`),
  )
  return { ...gathered, referrers }
}

function plainly(rule: SyncRule): (one: TagStanding) => PlannedImage {
  return ({ repository, tag, standing }) => {
    const { state } = standing
    if (state === 'new') return { repository, tag, state, from: standing.from }
    if (state !== 'only-there') {
      const moved = state === 'conflict' ? { moved: standing.moved } : {}
      return { repository, tag, state, from: standing.from, to: standing.to, ...moved }
    }
    // What was changed there since is somebody's own.
    const isOwn = standing.moved === 'there'
    if (rule.deletes && isOwn)
      return { repository, tag, state: 'conflict', to: standing.to, moved: 'there' }
    return { repository, tag, state, to: standing.to, ...(rule.deletes && { deletes: true }) }
  }
}

function failed(image: PlannedImage | undefined, error: unknown): PlannedImage {
  if (!image) throw error
  return { ...image, state: 'failed', problem: whyFailed(error) }
}
