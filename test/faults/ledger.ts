import type { Content } from './content.ts'

/** A manifest and all it needs. */
export interface Image {
  readonly repository: string
  readonly manifest: Content
  readonly mediaType: string
  /** Digests of config and layers. */
  readonly blobs: readonly string[]
  /** The images that an index lists. */
  readonly children: readonly Image[]
}

/** What a tag may serve: the last acknowledged target or one whose request was cut off. */
export interface TagState {
  readonly repository: string
  readonly tag: string
  /** `undefined` when the tag must not exist. */
  settled: Image | undefined
  /** Targets of requests without an answer; `undefined` stands for a delete. */
  pending: (Image | undefined)[]
  /** A request about it was cut off once: its folder may be there without a target. */
  interrupted: boolean
}

/** An acknowledged manifest. */
export interface ImageState {
  readonly image: Image
  state: 'present' | 'deleting' | 'deleted'
}

/** An upload whose POST was answered and whose final PUT was not. */
export interface OpenUpload {
  readonly repository: string
  readonly content: Content
  location: string
  /** Bytes of answered PATCHes. */
  acknowledged: number
  /** Bytes that went out at all. */
  sent: number
  /** The final PUT went out. */
  committing: boolean
}

/** All that the server promised, kept across its lives. */
export interface Ledger {
  readonly tags: Map<string, TagState>
  readonly images: Map<string, ImageState>
  readonly uploads: Set<OpenUpload>
  /** Keys of tags and images that changed since the last verification. */
  readonly touched: Set<string>
}

/** A ledger without promises. */
export function createLedger(): Ledger {
  return { tags: new Map(), images: new Map(), uploads: new Set(), touched: new Set() }
}

/** The state of a tag, made when it is new. */
export function tagState(ledger: Ledger, repository: string, tag: string): TagState {
  const key = `${repository}:${tag}`
  const state = ledger.tags.get(key) ?? newTag(repository, tag)
  ledger.tags.set(key, state)
  ledger.touched.add(key)
  return state
}

function newTag(repository: string, tag: string): TagState {
  return { repository, tag, settled: undefined, pending: [], interrupted: false }
}

/** The answer is in: the tag serves this and nothing else. */
export function settleTag(state: TagState, target: Image | undefined): void {
  state.settled = target
  state.pending = []
}

/** Notes an acknowledged manifest. */
export function noteImage(ledger: Ledger, image: Image): void {
  const key = imageKey(image)
  ledger.images.set(key, { image, state: 'present' })
  ledger.touched.add(key)
}

/** The acknowledged image's state, about to change. */
export function imageState(ledger: Ledger, image: Image): ImageState | undefined {
  ledger.touched.add(imageKey(image))
  return ledger.images.get(imageKey(image))
}

/** The name under which an image is noted. */
export function imageKey({ repository, manifest }: Image): string {
  return `${repository}@${manifest.digest}`
}
