import { digestOf } from '../../server/oci/digest.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { about, APP, OTHER, putManifest } from '../registry/content.ts'
import { bytesOf, child, configFor, described, indexFor, layered, pushWith } from './content.ts'

/** Images `a`, `b` and `c`, which share one layer and have one of their own. */
export const NAMES = ['a', 'b', 'c'] as const
export type Name = (typeof NAMES)[number]
const config = (name: Name): string => configFor(name)
export const image = (name: Name): Buffer => layered(config(name), ['shared', name])
export const digest = (name: Name) => digestOf(image(name))

/** Pushes one of them. @param reference its tag; without one it gets none */
export async function push(registry: Registry, name: Name, reference?: string, repository = APP) {
  await pushWith(registry, [config(name), 'shared', name], image(name), reference, repository)
}

/** Over `a` and `b`. */
export const INDEX = indexFor([child(image('a'), 'linux/amd64'), child(image('b'), 'linux/arm64')])
/** Of `a`. */
export const SIGNATURE = layered('{}', ['signature'], { ...about(image('a')), artifactType: 'a/b' })
export const SIGNED_INDEX = layered('{}', ['of index'], { ...about(INDEX), artifactType: 'a/b' })
/** Over `c` and {@link INDEX}. */
export const OUTER = indexFor([
  child(image('c'), 'linux/amd64'),
  described(INDEX, 'application/vnd.oci.image.index.v1+json'),
])

/** Tags that are removed, and what is left then. */
export interface Case {
  readonly what: string
  readonly before: (registry: Registry) => Promise<unknown>
  readonly remove: readonly string[]
  /** Manifests that are there afterwards. */
  readonly left: readonly (Name | Buffer)[]
  readonly frees: number
  /** Tags that keep the first of the removed ones alive. */
  readonly also?: readonly string[]
}

/** Bytes that only this image has. */
export const own = (name: Name): number => bytesOf(image(name), config(name), name)

export const CASES: readonly Case[] = [
  {
    what: 'the only tag of the only image',
    before: (registry) => push(registry, 'a', 'a'),
    remove: ['a'],
    left: [],
    frees: own('a') + bytesOf('shared'),
  },
  {
    what: 'one of two images that share a layer',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a'),
  },
  {
    what: 'both of them',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
    },
    remove: ['a', 'b'],
    left: [],
    frees: own('a') + own('b') + bytesOf('shared'),
  },
  {
    what: 'one of two tags of an image',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'a', 'also')
    },
    remove: ['a'],
    left: ['a'],
    frees: 0,
    also: ['also'],
  },
  {
    what: 'what another repository has as well',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'a', 'a', OTHER)
    },
    remove: ['a'],
    left: [],
    frees: 0,
  },
  {
    what: 'what another repository has in part',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b', OTHER)
    },
    remove: ['a'],
    left: [],
    frees: own('a'),
  },
  {
    what: 'an index with its images',
    async before(registry) {
      await push(registry, 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['all'],
    left: [],
    frees: bytesOf(INDEX, 'shared') + own('a') + own('b'),
  },
  {
    what: 'an index of which one image is tagged',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['all'],
    left: ['a'],
    frees: bytesOf(INDEX) + own('b'),
  },
  {
    what: 'the tag of an image that is in an index',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['a'],
    left: [INDEX, 'a', 'b'],
    frees: 0,
    also: ['all'],
  },
  {
    what: 'the tag of an image that is in an index without a tag',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX)
    },
    remove: ['a'],
    left: [INDEX, 'a', 'b'],
    frees: 0,
  },
  {
    what: 'an index in an index',
    async before(registry) {
      for (const name of NAMES) await push(registry, name)
      await putManifest(registry, INDEX)
      await putManifest(registry, OUTER, 'outer')
    },
    remove: ['outer'],
    left: [],
    frees: bytesOf(INDEX, OUTER, 'shared') + own('a') + own('b') + own('c'),
  },
  {
    what: 'the outer of two indexes that are both tagged',
    async before(registry) {
      for (const name of NAMES) await push(registry, name)
      await putManifest(registry, INDEX, 'inner')
      await putManifest(registry, OUTER, 'outer')
    },
    remove: ['outer'],
    left: [INDEX, 'a', 'b'],
    frees: bytesOf(OUTER) + own('c'),
  },
  {
    what: 'an image with what refers to it',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE)
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a') + bytesOf(SIGNATURE, '{}', 'signature'),
  },
  {
    what: 'an image whose signature is tagged',
    async before(registry) {
      await push(registry, 'a', 'a')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE, 'signature')
    },
    remove: ['a'],
    left: [SIGNATURE],
    frees: own('a') + bytesOf('shared'),
  },
  {
    what: 'the tag of what refers to an image that stays',
    async before(registry) {
      await push(registry, 'a', 'a')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE, 'signature')
    },
    remove: ['signature'],
    left: ['a', SIGNATURE],
    frees: 0,
  },
  {
    what: 'an index with what refers to it, and to its images',
    async before(registry) {
      await push(registry, 'a')
      await push(registry, 'b', 'b')
      await putManifest(registry, INDEX, 'all')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE)
      await pushWith(registry, ['{}', 'of index'], SIGNED_INDEX)
    },
    remove: ['all'],
    left: ['b'],
    frees: bytesOf(INDEX, SIGNATURE, SIGNED_INDEX, '{}', 'signature', 'of index') + own('a'),
  },
  {
    what: 'a tag beside an image that never had one',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a'),
  },
]
