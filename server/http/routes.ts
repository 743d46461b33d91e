import { getBase } from './base.ts'
import { deleteBlob, getBlob } from './blobs.ts'
import type { Handler } from './call.ts'
import { checkStorage, collectSpace } from './care.ts'
import { listRepositories } from './catalog.ts'
import { tellWhatIsHere } from './have.ts'
import { deleteManifest, getManifest, putManifest } from './manifests.ts'
import { listReferrers } from './referrers.ts'
import { ping, search } from './search.ts'
import { listTags } from './tags.ts'
import { getToken, refuseOauth } from './token.ts'
import { cancelUpload, finishUpload, getUpload, patchUpload, startUpload } from './uploads.ts'

/** What a request does to the registry; decides who may, and whether a read-only one does. */
export type Action = 'pull' | 'push' | 'delete'

export interface Endpoint {
  readonly action: Action
  readonly handle: Handler
}

export interface Route {
  /** What Distribution calls it, where it has it. */
  readonly name: string
  /** Matches the path below `http.prefix`; its groups are the call's `path`. */
  readonly pattern: RegExp
  readonly methods: Readonly<Partial<Record<string, Endpoint>>>
  /** Answered without a login. */
  readonly open?: boolean
  /** About the registry as a whole, and the one by which clients find out how to log in. */
  readonly isBase?: boolean
  /** About several repositories: it shows those that may be pulled. */
  readonly isCatalog?: boolean
  /** About all of storage: for those who may do everything to every repository. */
  readonly isWhole?: boolean
}

const pull = (handle: Handler): Endpoint => ({ action: 'pull', handle })
const push = (handle: Handler): Endpoint => ({ action: 'push', handle })
const remove = (handle: Handler): Endpoint => ({ action: 'delete', handle })

/**
 * Every endpoint: distribution-spec "Endpoints", then the catalogue, Berth's own and `docker search`.
 * What Berth does to its own storage a read-only registry does too.
 */
export const ROUTES: readonly Route[] = [
  {
    name: 'manifest',
    pattern: /^v2\/(.+)\/manifests\/([^/]+)$/,
    methods: {
      GET: pull(getManifest),
      HEAD: pull(getManifest),
      PUT: push(putManifest),
      DELETE: remove(deleteManifest),
    },
  },
  {
    name: 'blob_upload',
    pattern: /^v2\/(.+)\/blobs\/uploads\/?$/,
    methods: { POST: push(startUpload) },
  },
  {
    name: 'blob_upload_chunk',
    pattern: /^v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
    methods: {
      GET: push(getUpload),
      HEAD: push(getUpload),
      PATCH: push(patchUpload),
      PUT: push(finishUpload),
      DELETE: push(cancelUpload),
    },
  },
  {
    name: 'blob',
    pattern: /^v2\/(.+)\/blobs\/([^/]+)$/,
    methods: { GET: pull(getBlob), HEAD: pull(getBlob), DELETE: remove(deleteBlob) },
  },
  {
    name: 'tags',
    pattern: /^v2\/(.+)\/tags\/list$/,
    methods: { GET: pull(listTags), HEAD: pull(listTags) },
  },
  {
    name: 'referrers',
    pattern: /^v2\/(.+)\/referrers\/([^/]+)$/,
    methods: { GET: pull(listReferrers), HEAD: pull(listReferrers) },
  },
  {
    name: 'have',
    pattern: /^v2\/_berth\/have$/,
    methods: { POST: pull(tellWhatIsHere) },
    isCatalog: true,
  },
  {
    name: 'base',
    pattern: /^v2\/?$/,
    methods: { GET: pull(getBase), HEAD: pull(getBase) },
    isBase: true,
  },
  {
    name: 'catalog',
    pattern: /^v2\/_catalog$/,
    methods: { GET: pull(listRepositories), HEAD: pull(listRepositories) },
    isCatalog: true,
  },
  {
    name: 'token',
    pattern: /^v2\/token$/,
    methods: { GET: pull(getToken), POST: pull(refuseOauth) },
    open: true,
  },
  {
    name: 'collect',
    pattern: /^v2\/_berth\/collect$/,
    methods: { POST: pull(collectSpace) },
    isWhole: true,
  },
  {
    name: 'check',
    pattern: /^v2\/_berth\/check$/,
    methods: { POST: pull(checkStorage) },
    isWhole: true,
  },
  {
    name: 'ping',
    pattern: /^v1\/_ping$/,
    methods: { GET: pull(ping), HEAD: pull(ping) },
    open: true,
  },
  { name: 'search', pattern: /^v1\/search$/, methods: { GET: pull(search) }, isCatalog: true },
]

export interface Match {
  readonly route: Route
  readonly path: readonly string[]
}

/** @param path decoded, without the prefix */
export function matchRoute(path: string): Match | undefined {
  for (const route of ROUTES) {
    const match = route.pattern.exec(path)
    if (match) return { route, path: match.slice(1) }
  }
  return undefined
}
