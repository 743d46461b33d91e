/**
 * What two Berths say to each other so that one need not ask for every tag and digest of a sync in a
 * request of its own; no part of the distribution protocol. `GET /v2/` announces it by a header, and
 * whatever does not is never asked.
 *
 *     POST /v2/_berth/have   { repository, digests }, or { repository, tags }, HAVE_MOST of them at most
 *     200                    { here, elsewhere }, or { tags }
 *
 *     POST /v2/_berth/have   { repositories, after }, HAVE_MOST of them at most
 *     200                    { listed, next }: all their tags, as many as go into one answer
 *
 * No repository is called so, as their names begin with a letter or digit.
 */
export const HAVE_PATH = 'v2/_berth/have'
export const HAVE_HEADER = 'Berth-Have'
export const HAVE_VERSION = '1'
/** Tags and digests in one question. */
export const HAVE_MOST = 1_000

export interface HaveQuestion {
  readonly repository?: string
  readonly tags?: readonly string[]
  readonly digests?: readonly string[]
  readonly repositories?: readonly string[]
  /** Of the first repository only tags after this one. */
  readonly after?: string
  /** Tell what refers to the images too. */
  readonly referrers?: boolean
}

export interface HaveTag {
  readonly tag: string
  readonly digest: string
  readonly mediaType: string
  readonly size: number
  /** Digests of what refers to it. */
  readonly referrers?: readonly string[]
}

export interface HaveAnswer {
  /** Those that are there. */
  readonly tags?: readonly HaveTag[]
  /** What repositories have, in the order in which they were asked for; none for what is no repository. */
  readonly listed?: readonly { readonly repository: string; readonly tags?: readonly HaveTag[] }[]
  /** Where the next question begins, if there is more: the repository, and the tag told of last. */
  readonly next?: { readonly repository: string; readonly after: string }
  /** Digests of manifests and blobs that the repository has. */
  readonly here?: readonly string[]
  /** Of blobs that it can take over from elsewhere. */
  readonly elsewhere?: readonly string[]
}
