import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import { sideBySide } from '../registry/side-by-side.ts'
import type { Pass } from './pass.ts'
import { faultsOf } from './faults-of.ts'
import {
  canonicalOf,
  surveyRepository,
  surveyTags,
  type FoundLink,
  type Revision,
  type Survey,
} from './survey.ts'
import { untaggedAmong } from './untagged-among.ts'

/** Links removed at once. */
const WIDTH = 16

/** Step 2 of a collection, for one repository. */
export async function collectRepository(pass: Pass, name: RepositoryName): Promise<void> {
  const { driver, table, findings, options } = pass
  const survey = await surveyRepository(driver, table, name)
  for (const fault of faultsOf(survey, table)) findings.fault(fault)
  const dropped = options.untagged ? await dropUntagged(pass, survey) : new Set<Digest>()
  const kept = survey.revisions.filter(({ digest }) => !dropped.has(digest))
  const needed = neededBy(kept, survey.layers)
  // Nobody knows what it needs: perhaps all of them.
  const isDark = kept.some(isBroken)
  const stays = (link: FoundLink): boolean =>
    isDark || needed.has(link.digest) || isYoung(pass, link)
  const going = survey.layers.filter((link) => !stays(link))
  // Before anything is removed: who comes first to own what goes is whose it is listed as.
  for (const revision of survey.revisions)
    if (dropped.has(revision.digest)) claim(pass, name, revision)
  const left = await removeLinks(pass, name, going)
  for (const revision of kept) markRevision(pass, revision)
  for (const link of [...survey.layers.filter(stays), ...left]) {
    if (isDark || needed.has(link.digest)) markLink(pass, link)
    else spareLink(pass, link)
  }
  if (!options.dryRun && kept.length === 0) await pass.registry.sweep.folders(name)
}

const isBroken = ({ state }: Revision): boolean => state !== 'fine' && state !== 'foreign'

const isYoung = ({ before }: Pass, { found }: FoundLink): boolean => found.modified >= before

/** @returns those that are gone, or would be */
async function dropUntagged(pass: Pass, survey: Survey): Promise<ReadonlySet<Digest>> {
  const { driver, registry, options, findings } = pass
  const tags = await surveyTags(driver, survey.name)
  const tagged = new Set(tags.map(({ digest }) => digest))
  // Nobody knows what is part of it.
  if (survey.revisions.some((one) => isBroken(one) && tagged.has(one.digest))) return new Set()
  const digests = untaggedAmong(survey.revisions, tags, (link) => isYoung(pass, link))
  const all = survey.revisions.map(({ digest }) => digest)
  const gone = options.dryRun
    ? digests
    : await registry.manifests.removeUntagged(survey.name, digests, all, {
        before: pass.before,
        onRemoved: (some) => options.onDeleted?.(survey.name, some),
      })
  findings.manifests += gone.length
  return new Set(gone)
}

/** Digests that must stay linked: under one of sha512 as under the sha256 of the same bytes. */
function neededBy(kept: readonly Revision[], layers: readonly FoundLink[]): ReadonlySet<Digest> {
  const needed = new Set(kept.flatMap(({ needs }) => needs))
  for (const { digest, canonical } of layers) {
    if (canonical && canonical !== digest && needed.has(digest)) needed.add(canonical)
  }
  return needed
}

function claim({ table, findings }: Pass, name: RepositoryName, revision: Revision): void {
  const owner = findings.image(name, revision.digest)
  for (const digest of [...revision.needs, canonicalOf(revision)]) {
    if (digest && table.owner(digest) === 0) table.own(digest, owner)
  }
}

/** @returns those that stay, since somebody came to need them meanwhile */
async function removeLinks(
  pass: Pass,
  name: RepositoryName,
  going: readonly FoundLink[],
): Promise<readonly FoundLink[]> {
  if (going.length === 0) return []
  const { table, findings, options, registry } = pass
  const owner = findings.image(name)
  const left: FoundLink[] = []
  const results = await sideBySide(going, WIDTH, async (link) => {
    const isGone = options.dryRun || (await registry.sweep.link(name, link.found))
    if (!isGone) return void left.push(link)
    findings.links++
    const canonical = canonicalOf(link)
    if (canonical && table.owner(canonical) === 0) table.own(canonical, owner)
  })
  for (const result of results) if (result.status === 'rejected') throw result.reason
  return left
}

function markRevision({ table }: Pass, revision: Revision): void {
  const canonical = canonicalOf(revision)
  if (canonical) table.mark(canonical)
  for (const digest of revision.needs) table.mark(digest)
}

function markLink({ table }: Pass, link: FoundLink): void {
  const canonical = canonicalOf(link)
  if (canonical) table.mark(canonical)
}

function spareLink({ table }: Pass, link: FoundLink): void {
  const canonical = canonicalOf(link)
  if (canonical) table.spare(canonical)
}
