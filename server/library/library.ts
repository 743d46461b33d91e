import type { Caller, Input, Output } from '../control/contract.ts'
import type { IndexStatus } from '../control/registry-contract.ts'
import type { Tag } from '../control/repositories-contract.ts'
import type { Log } from '../log.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import { createTurns } from '../registry/turns.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { createAddTag } from './add-tag.ts'
import { createBackground } from './background.ts'
import { createChanges, type ChangeListener } from './changes.ts'
import { openDatabase } from './database.ts'
import { createDeletions } from './delete-tags.ts'
import { createDeletionPlans } from './deletion-plan.ts'
import { createImageFacts } from './image-facts.ts'
import { createImages } from './images.ts'
import { createIndex } from './index.ts'
import { createLists } from './lists.ts'
import { noRepository, repositoryNamed } from './names.ts'
import { createNews, type ManifestEvent, type RemovedEvent } from './news.ts'
import { createNoteStored, type StoredEvent } from './note-stored.ts'
import { createPause } from './pauses.ts'
import { createRefresh } from './refresh.ts'
import { createSurvey } from './survey.ts'

/**
 * What the registry holds, as the console shows it. The methods are those of the contract; they throw
 * `ControlError`, or what the registry and its storage throw.
 */
export interface Library {
  status(): IndexStatus
  /** Bytes of all content that some repository has, each blob once; undefined while they are counted. */
  usedBytes(): number | undefined

  /** @param isVisible of each; unless given, all are listed */
  listRepositories(
    input: Input<'repositories.list'>,
    isVisible?: (name: string) => boolean,
  ): Output<'repositories.list'>
  getRepository(input: Input<'repositories.get'>): Promise<Output<'repositories.get'>>
  listTags(input: Input<'tags.list'>): Promise<Output<'tags.list'>>
  previewDelete(input: Input<'tags.previewDelete'>): Promise<Output<'tags.previewDelete'>>
  /** Whether the registry may be changed is for the caller to know, here and below. */
  deleteTags(input: Input<'tags.delete'>): Promise<Output<'tags.delete'>>
  addTag(input: Input<'tags.add'>, caller?: Caller): Promise<Output<'tags.add'>>
  getImage(input: Input<'images.get'>): Promise<Output<'images.get'>>
  rawManifest(input: Input<'manifests.raw'>): Promise<Output<'manifests.raw'>>

  /** What happened at the registry: cheap, never throws, applied soon after. */
  pushed(event: ManifestEvent): void
  pulled(event: ManifestEvent): void
  removed(event: RemovedEvent): void
  /** The same for what was just stored otherwise than by a client's push; it is in the lists when this ends. */
  noteStored(event: StoredEvent): Promise<void>
  /** @throws ControlError NOT_FOUND */
  getTag(repository: string, tag: string): Promise<Tag>
  /** Looks through all of storage again in the background, to find what others changed. */
  rescan(): void
  /** When all that was told so far is applied and no look through storage is under way. */
  settled(): Promise<void>
  /** Called with the names of repositories that changed; none are named when there are too many. @returns how to stop */
  onChange(listener: ChangeListener): () => void
  /** Safe to call twice. */
  close(): Promise<void>
}

export interface LibraryParts {
  readonly registry: Registry
  readonly driver: StorageDriver
  /** Of the database, which is made when it is missing; undefined: in memory. */
  readonly file: string | undefined
  readonly log: Log
}

/** Milliseconds of work after which everybody else gets a turn. */
const WORK = 5

/** Opens the library and begins to look through storage. */
export function openLibrary({ registry, driver, file, log }: LibraryParts): Library {
  const database = openDatabase(file, log)
  const index = createIndex(database)
  const lists = createLists(database)
  const changes = createChanges()
  const pause = createPause(WORK)
  const turns = createTurns()
  const onChange = changes.note
  const refresh = createRefresh({ registry, driver, index, turns, pause, onChange })
  const survey = createSurvey({ registry, index, refresh, pause, log })
  const background = createBackground(survey, lists.complete, log)
  const news = createNews({ index, refresh, onChange, onMissed: background.later, log })

  /** What is not known yet, or was put there by others, is looked at before it is said to be missing. */
  async function find<T>(repository: string, look: () => T | undefined): Promise<T> {
    const found = look()
    if (found !== undefined) return found
    await survey.repository(repositoryNamed(repository))
    const foundNow = look()
    if (foundNow !== undefined) return foundNow
    throw noRepository(repository)
  }

  const getTag = (repository: string, tag: string): Promise<Tag> =>
    find(repository, () => lists.tag(repository, tag))

  /** As it is in storage at this moment. */
  async function lookAt(name: RepositoryName): Promise<void> {
    await survey.repository(name)
    if (!lists.repository(name)) throw noRepository(name)
  }

  /** Where nobody else writes, it knows all of a repository but what it was told a moment ago. */
  async function catchUp(name: RepositoryName): Promise<void> {
    await news.settled()
    const isKnown = lists.status().state === 'ready' && lists.repository(name) !== undefined
    if (!driver.exclusive || !isKnown) await lookAt(name)
  }

  let closed: Promise<void> | undefined
  async function close(): Promise<void> {
    await background.close()
    await news.close()
    changes.close()
    database.close()
  }

  const plans = createDeletionPlans(database, pause)
  const deletions = createDeletions({
    registry,
    index,
    plans,
    refresh,
    look: lookAt,
    catchUp,
    log,
  })
  const addTag = createAddTag({ registry, driver, refresh })
  const images = createImages(registry, createImageFacts(database))
  background.start()

  return {
    status: lists.status,
    usedBytes: lists.usedBytes,
    listRepositories: lists.repositories,
    getRepository: ({ repository }) => find(repository, () => lists.repository(repository)),
    listTags: (input) => find(input.repository, () => lists.tags(input)),
    previewDelete: deletions.preview,
    deleteTags: deletions.remove,
    async addTag(input, caller = {}) {
      await addTag(input, caller)
      return await getTag(input.repository, input.tag)
    },
    getImage: images.get,
    rawManifest: images.raw,
    pushed: news.pushed,
    pulled: news.pulled,
    removed: news.removed,
    noteStored: createNoteStored(refresh),
    getTag,
    rescan: background.start,
    async settled() {
      await Promise.all([news.settled(), background.idle()])
    },
    onChange: changes.listen,
    close: () => (closed ??= close()),
  }
}
