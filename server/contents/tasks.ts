import type { ComparedFile, FileEntry } from '../control/contents-contract.ts'
import type { Digest } from '../oci/digest.ts'
import type { ContentPlace } from './content-places.ts'
import type { Counted, DifferencePage } from './differences.ts'
import type { Limits } from './limits.ts'
import type { FoundWaste } from './waste.ts'

/** What the thread of the index is started with. */
export interface ThreadData {
  /** Of the database; undefined: a temporary one. */
  readonly file: string | undefined
  readonly limits: Limits
  /** Throws away what there is. */
  readonly anew?: boolean
}

/** An image as far as its file system goes. */
export interface LayeredImage {
  /** Of its manifest. */
  readonly digest: Digest
  /** From the lowest up; one may be there twice. */
  readonly layers: readonly Digest[]
}

/** How far an image is in the index. */
export interface ImageState {
  /** Layers that are merged, counted from the lowest. */
  readonly applied: number
  /** What is known of its layers, in the order of the image's. */
  readonly layers: readonly LayerState[]
}

export interface LayerState {
  readonly state: 'unknown' | 'reading' | 'ready'
  /** Bytes taken, as they are stored. */
  readonly takenBytes: number
  readonly entries: number
  readonly note?: string
}

/** What somebody looks at: a merged image, or one of its layers. */
export interface Place {
  readonly image: LayeredImage
  readonly layer: Digest | undefined
}

export interface PageOf extends Place {
  readonly offset: number
  readonly limit: number
}

export interface FolderPage extends PageOf {
  readonly folder: string
  readonly sort: 'name' | 'size'
  readonly descending: boolean
}

export interface SearchPage extends PageOf {
  readonly search: string
}

export interface Found {
  readonly items: readonly FileEntry[]
  readonly total: number
  readonly states: readonly ImageState[]
}

/** All that the thread does, by name. */
export interface Tasks {
  /** @returns why a file could not be used as it was, the first time it is asked */
  open(input: undefined): string | undefined
  state(input: LayeredImage): ImageState
  /** @returns how its reading is called from now on; undefined when it is in the index already */
  begin(input: { readonly digest: Digest }): number | undefined
  /** Its bytes are all of their memory. @returns whether more are wanted, once they are */
  chunk(input: { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<boolean>
  /** @throws with the code BROKEN_LAYER what is wrong with the layer */
  end(input: { readonly id: number }): Promise<void>
  drop(input: { readonly id: number }): void
  /** Lays the next layer above those that are merged, if it is ready. @returns how many are merged now */
  merge(input: LayeredImage): number
  list(input: FolderPage): Found
  search(input: SearchPage): Found
  /** Nothing as long as not all layers are merged. */
  waste(input: LayeredImage): { readonly found: FoundWaste; readonly states: readonly ImageState[] }
  /** Nothing as long as not all layers of both are merged. */
  compare(input: ImagePair): { readonly counted: Counted; readonly states: readonly ImageState[] }
  compareFiles(input: ImagePair & DifferencePage): FoundDifferences
  /** Where the content of a file lies. */
  locate(input: { readonly layer: Digest; readonly path: string }): ContentPlace
  find(input: Place & { readonly path: string; readonly follow: boolean }): Found
}

export interface ImagePair {
  readonly a: LayeredImage
  readonly b: LayeredImage
}

export interface FoundDifferences {
  readonly items: readonly ComparedFile[]
  readonly total: number
  readonly states: readonly ImageState[]
}

export type TaskName = keyof Tasks
export type TaskInput<T extends TaskName> = Parameters<Tasks[T]>[0]
export type TaskOutput<T extends TaskName> = Awaited<ReturnType<Tasks[T]>>

export interface Question<T extends TaskName = TaskName> {
  readonly task: T
  readonly input: TaskInput<T>
}
