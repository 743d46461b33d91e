import { asRepositoryName, type RepositoryName } from '../oci/name.ts'
import type { Asking } from './content.ts'
import type { SyncEnd } from './end.ts'
import { NoCatalog } from './remote-lists.ts'
import type { Selection, SyncRule } from './rule.ts'

export interface WantedParts {
  readonly source: SyncEnd
  readonly target: SyncEnd
  readonly rule: SyncRule
  /** These alone. */
  readonly images?: ReadonlyMap<RepositoryName, unknown>
}

/** Every repository that a sync looks at, some at once, each once. */
export function wantedRepositories(
  parts: WantedParts,
  selection: Selection,
  asking: Asking,
): AsyncIterable<readonly RepositoryName[]> {
  return groupsOf(allWanted(parts, selection, asking))
}

/** Repositories that are looked at together, where that can be. */
const GROUP = 200

async function* groupsOf<T>(all: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let group: T[] = []
  for await (const one of all) {
    group.push(one)
    if (group.length < GROUP) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

async function* allWanted(
  { source, target, rule, images }: WantedParts,
  selection: Selection,
  asking: Asking,
): AsyncGenerator<RepositoryName> {
  if (images) return yield* images.keys()
  const named = selection.named?.map(asRepositoryName).filter((name) => name !== undefined)
  if (named) return yield* named.filter((name) => selection.hasRepository(name))
  const seen = new Set<string>()
  for await (const name of allRepositories(source, target, rule, asking)) {
    if (!seen.has(name) && selection.hasRepository(name)) yield name
    seen.add(name)
  }
}

/** What is to be deleted may be in repositories that are not there any more, where the other side tells. */
async function* allRepositories(
  source: SyncEnd,
  target: SyncEnd,
  { deletes }: SyncRule,
  asking: Asking,
): AsyncGenerator<RepositoryName> {
  yield* source.repositories(asking)
  if (!deletes) return
  try {
    yield* target.repositories(asking)
  } catch (error) {
    if (!(error instanceof NoCatalog)) throw error
  }
}
