import type { Caller, Input, MethodName, Output } from './contract.ts'
import type { IndexStatus } from './registry-contract.ts'

type Answer<M extends MethodName> = Promise<Output<M>> | Output<M>

/** What the console needs to know of what the registry holds. */
export interface Library {
  status(): IndexStatus
  /** Undefined while they are counted. */
  usedBytes(): number | undefined
  /** @param isVisible of each; unless given, all are listed */
  listRepositories(
    input: Input<'repositories.list'>,
    isVisible?: (name: string) => boolean,
  ): Answer<'repositories.list'>
  getRepository(input: Input<'repositories.get'>): Answer<'repositories.get'>
  listTags(input: Input<'tags.list'>): Answer<'tags.list'>
  previewDelete(input: Input<'tags.previewDelete'>): Answer<'tags.previewDelete'>
  deleteTags(input: Input<'tags.delete'>): Answer<'tags.delete'>
  addTag(input: Input<'tags.add'>, caller: Caller): Answer<'tags.add'>
  getImage(input: Input<'images.get'>): Answer<'images.get'>
  rawManifest(input: Input<'manifests.raw'>): Answer<'manifests.raw'>
  /** Told which repositories changed, or of none when all may have; gives what ends it. */
  onChange(listener: (names: readonly string[]) => void): () => void
}
