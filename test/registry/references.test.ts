import { describe, expect, test } from 'vitest'
import type { Digest } from '../../server/oci/digest.ts'
import { RegistryError } from '../../server/oci/errors.ts'
import { parseManifest } from '../../server/oci/manifest.ts'
import { checkReferences, type ReferencePolicy } from '../../server/registry/references.ts'
import { bytesOf, CHILD, CONFIG, DOCUMENTS, LAYER, SUBJECT } from '../oci/documents.ts'
import { failureOf } from '../storage/bytes.ts'
import { STRICT } from './opened-registry.ts'

interface Given {
  readonly json: object
  readonly policy?: ReferencePolicy
  readonly blobs?: readonly string[]
  readonly manifests?: readonly string[]
}

/** What is refused of `json` in a repository that has only this; undefined when nothing is. */
async function refused({ json, policy = STRICT, blobs = [], manifests = [] }: Given) {
  const failure = await failureOf(
    checkReferences(parseManifest(bytesOf(json)), policy, {
      blob: async (digest: Digest) => blobs.includes(digest),
      manifest: async (digest: Digest) => manifests.includes(digest),
    }),
  )
  if (failure === undefined) return undefined
  if (!(failure instanceof RegistryError)) throw failure
  return { code: failure.code, detail: failure.detail }
}

const missing = (...digests: readonly string[]) => ({
  code: 'MANIFEST_BLOB_UNKNOWN',
  detail: { digests },
})

const numbered = (index: number) => `sha256:${index.toString(16).padStart(64, '0')}`

const IMAGE = { config: CONFIG, layers: [LAYER] }
const INDEX = { manifests: [CHILD] }

describe('what has to be there', () => {
  test.each<[string, Given, unknown]>([
    ['all of it', { json: IMAGE, blobs: [CONFIG.digest, LAYER.digest] }, undefined],
    ['no layer', { json: IMAGE, blobs: [CONFIG.digest] }, missing(LAYER.digest)],
    ['nothing', { json: IMAGE }, missing(CONFIG.digest, LAYER.digest)],
    ['the child', { json: INDEX, manifests: [CHILD.digest] }, undefined],
    ['the child as a blob', { json: INDEX, blobs: [CHILD.digest] }, undefined],
    ['no child', { json: INDEX }, missing(CHILD.digest)],
    [
      'a layer as a manifest',
      { json: { config: LAYER }, manifests: [LAYER.digest] },
      missing(LAYER.digest),
    ],
    ['no subject', { json: { ...INDEX, manifests: [], subject: SUBJECT } }, undefined],
    [
      'a digest of another kind',
      { json: { config: { ...CONFIG, digest: 'a:b' } } },
      missing('a:b'),
    ],
  ])('%s', async (_what, given, expected) => {
    expect(await refused(given)).toStrictEqual(expected)
  })

  test('a foreign layer lies elsewhere', async () => {
    const json = DOCUMENTS['a Docker image with a foreign layer']?.json ?? {}
    const [config = CONFIG, layer = LAYER] = parseManifest(bytesOf(json)).blobs
    expect(await refused({ json, blobs: [config.digest, layer.digest] })).toBeUndefined()
  })

  test('of thousands that are missing a hundred are named', async () => {
    const layers = Array.from({ length: 3_000 }, (_, index) => ({
      ...LAYER,
      digest: numbered(index),
    }))
    const found = await refused({ json: { config: CONFIG, layers }, blobs: [CONFIG.digest] })
    expect(found).toStrictEqual(missing(...layers.slice(0, 100).map((layer) => layer.digest)))
  })
})

const ARM = { os: 'linux', architecture: 'arm64' }
const AMD = { os: 'linux', architecture: 'amd64' }
const platforms = (
  kind: ReferencePolicy['indexes']['platforms'],
  ...platformList: readonly (typeof ARM)[]
): ReferencePolicy => ({ ...STRICT, indexes: { platforms: kind, platformList } })

test.each<[string, ReferencePolicy, boolean]>([
  ['all', platforms('all'), false],
  ['none', platforms('none'), true],
  ['a list with it', platforms('list', AMD, ARM), false],
  ['a list without it', platforms('list', AMD), true],
])('a missing child where the policy is %s', async (_what, policy, accepted) => {
  const expected = accepted ? undefined : missing(CHILD.digest)
  expect(await refused({ json: INDEX, policy })).toStrictEqual(expected)
})

const urls = (allow: readonly RegExp[], deny: readonly RegExp[] = []): ReferencePolicy => ({
  ...STRICT,
  urls: { allow, deny },
})

test.each<[string, ReferencePolicy, boolean]>([
  ['anything', urls([]), true],
  ['that host', urls([/^https:\/\/example\.com\//]), true],
  ['another host', urls([/^https:\/\/example\.org\//]), false],
  ['not that host', urls([], [/example\.com/]), false],
  ['that host but not this', urls([/example\.com/], [/layer$/]), false],
])('a layer URL where the policy allows %s', async (_what, policy, accepted) => {
  const url = 'https://example.com/layer'
  const json = { config: CONFIG, layers: [{ ...LAYER, urls: [url] }] }
  const detail = { digest: LAYER.digest, url }
  const expected = accepted ? undefined : { code: 'MANIFEST_INVALID', detail }
  expect(await refused({ json, policy, blobs: [CONFIG.digest] })).toStrictEqual(expected)
})
