import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { referrerLink } from '../../server/registry/layout.ts'
import type { Registry } from '../../server/registry/registry.ts'
import {
  about,
  APP,
  imageOf,
  indexOf,
  NOBODY,
  OTHER,
  pushBlob,
  pushImage,
  putManifest,
} from './content.ts'
import { write } from '../storage/bytes.ts'
import { openRegistry } from './opened-registry.ts'

const { dirname } = posix
const SUBJECT = imageOf('config')
const OF = digestOf(SUBJECT)
const ANNOTATIONS = { 'org.example.kind': 'signature' }
const SIGNATURE = imageOf('config', {
  ...about(SUBJECT),
  artifactType: 'application/vnd.example.signature',
  annotations: ANNOTATIONS,
})
const SBOM = imageOf('config', about(SUBJECT))
const LIST = indexOf([], { ...about(SUBJECT), artifactType: 'application/vnd.example.list' })

const digestsOf = async (registry: Registry, subject: Digest = OF, name = APP) =>
  (await Array.fromAsync(registry.referrers.list(name, subject))).map(({ digest }) => digest)

test('are described, by digest', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config')
  for (const bytes of [SIGNATURE, SBOM, LIST]) await putManifest(at.registry, bytes)
  const config = 'application/vnd.oci.image.config.v1+json'
  const expected = [
    {
      mediaType: OCI_MANIFEST,
      digest: digestOf(SIGNATURE),
      size: SIGNATURE.length,
      artifactType: 'application/vnd.example.signature',
      annotations: ANNOTATIONS,
    },
    { mediaType: OCI_MANIFEST, digest: digestOf(SBOM), size: SBOM.length, artifactType: config },
    {
      mediaType: OCI_INDEX,
      digest: digestOf(LIST),
      size: LIST.length,
      artifactType: 'application/vnd.example.list',
    },
  ]
  const sorted = expected.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
  expect(await Array.fromAsync(at.registry.referrers.list(APP, OF))).toStrictEqual(sorted)
  expect(await digestsOf(await at.restart())).toStrictEqual(sorted.map(({ digest }) => digest))
})

test('of nothing, of the unknown and in another repository are none', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config')
  await putManifest(at.registry, SBOM)
  expect(await digestsOf(at.registry, NOBODY)).toStrictEqual([])
  expect(await digestsOf(at.registry, digestOf(SBOM))).toStrictEqual([])
  expect(await digestsOf(at.registry, OF, OTHER)).toStrictEqual([])
})

test('may come before their subject', async () => {
  await using at = await openRegistry()
  await pushBlob(at.registry, APP, 'config')
  await putManifest(at.registry, SBOM, 'sbom')
  expect(await digestsOf(at.registry)).toStrictEqual([digestOf(SBOM)])
})

test('are gone when they are deleted, and back when they are pushed again', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config')
  await putManifest(at.registry, SIGNATURE)
  await putManifest(at.registry, SBOM)
  await at.registry.manifests.remove(APP, digestOf(SBOM))
  expect(await digestsOf(at.registry)).toStrictEqual([digestOf(SIGNATURE)])
  expect(await at.peek(referrerLink(APP, OF, digestOf(SBOM)))).toBeUndefined()
  await putManifest(at.registry, SBOM)
  expect(await digestsOf(at.registry)).toContain(digestOf(SBOM))
})

test('outlive their subject', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config')
  await putManifest(at.registry, SBOM)
  await at.registry.manifests.remove(APP, OF)
  expect(await digestsOf(at.registry)).toStrictEqual([digestOf(SBOM)])
})

test('a link to what is no referrer counts for nothing', async () => {
  await using at = await openRegistry()
  const other = await pushImage(at.registry, 'config')
  for (const digest of [other, NOBODY]) {
    await write(at.driver, referrerLink(APP, OF, digest), Buffer.from(digest))
  }
  expect(await digestsOf(at.registry)).toStrictEqual([])
})

test('by sha512 are listed by that digest', async () => {
  await using at = await openRegistry()
  await pushBlob(at.registry, APP, 'config')
  const digest = digestOf(SBOM, 'sha512')
  await putManifest(at.registry, SBOM, digest)
  expect(await digestsOf(at.registry)).toStrictEqual([digest])
})

test('that clients kept under a tag are listed too, each once', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config')
  for (const bytes of [SIGNATURE, SBOM]) await putManifest(at.registry, bytes)
  await at.driver.remove(dirname(referrerLink(APP, OF, digestOf(SBOM))))
  expect(await digestsOf(at.registry)).toStrictEqual([digestOf(SIGNATURE)])
  const tag = OF.replace(':', '-')
  await putManifest(at.registry, indexOf([SIGNATURE, SBOM, SUBJECT]), tag)
  const expected = [digestOf(SIGNATURE), digestOf(SBOM)].toSorted()
  expect(await digestsOf(at.registry)).toStrictEqual(expected)
})

test('a tag of that name that holds something else is no harm', async () => {
  await using at = await openRegistry()
  await pushImage(at.registry, 'config', OF.replace(':', '-'))
  expect(await digestsOf(at.registry)).toStrictEqual([])
})
