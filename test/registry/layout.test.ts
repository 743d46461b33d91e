import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf, parseDigest } from '../../server/oci/digest.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import * as layout from '../../server/registry/layout.ts'
import { createRegistry } from '../../server/registry/registry.ts'
import { openDisk } from '../../server/storage/disk.ts'
import { temporaryFolder } from '../support/folder.ts'
import { about, imageOf, pushBlob, putManifest, tagOf, uploadOf } from './content.ts'
import { STRICT } from './opened-registry.ts'

const NAME = parseRepositoryName('a/b-c')
const TAG = tagOf('V1')
const H1 = `ab${'1'.repeat(62)}`
const H2 = `cd${'2'.repeat(126)}`
const D1 = parseDigest(`sha256:${H1}`)
const D2 = parseDigest(`sha512:${H2}`)
const ID = '00000000-0000-4000-8000-000000000000'

/** CNCF Distribution's layout v2, `registry/storage/paths.go`, and Berth's own `_referrers`. */
const PATHS: readonly (readonly [made: string, expected: string])[] = [
  [layout.REPOSITORIES, 'docker/registry/v2/repositories'],
  [layout.blobPath(D1), `docker/registry/v2/blobs/sha256/ab/${H1}/data`],
  [layout.blobPath(D2), `docker/registry/v2/blobs/sha512/cd/${H2}/data`],
  [layout.repositoryPath(NAME), 'docker/registry/v2/repositories/a/b-c'],
  [layout.layersPath(NAME), 'docker/registry/v2/repositories/a/b-c/_layers'],
  [layout.layerLink(NAME, D1), `docker/registry/v2/repositories/a/b-c/_layers/sha256/${H1}/link`],
  [layout.layerLink(NAME, D2), `docker/registry/v2/repositories/a/b-c/_layers/sha512/${H2}/link`],
  [layout.manifestsPath(NAME), 'docker/registry/v2/repositories/a/b-c/_manifests'],
  [
    layout.revisionLink(NAME, D1),
    `docker/registry/v2/repositories/a/b-c/_manifests/revisions/sha256/${H1}/link`,
  ],
  [layout.tagsPath(NAME), 'docker/registry/v2/repositories/a/b-c/_manifests/tags'],
  [layout.tagPath(NAME, TAG), 'docker/registry/v2/repositories/a/b-c/_manifests/tags/V1'],
  [
    layout.tagLink(NAME, TAG),
    'docker/registry/v2/repositories/a/b-c/_manifests/tags/V1/current/link',
  ],
  [
    layout.tagIndexLink(NAME, TAG, D1),
    `docker/registry/v2/repositories/a/b-c/_manifests/tags/V1/index/sha256/${H1}/link`,
  ],
  [layout.uploadsPath(NAME), 'docker/registry/v2/repositories/a/b-c/_uploads'],
  [layout.uploadPath(NAME, ID), `docker/registry/v2/repositories/a/b-c/_uploads/${ID}`],
  [layout.uploadData(NAME, ID), `docker/registry/v2/repositories/a/b-c/_uploads/${ID}/data`],
  [
    layout.uploadStarted(NAME, ID),
    `docker/registry/v2/repositories/a/b-c/_uploads/${ID}/startedat`,
  ],
  [layout.referrersPath(NAME, D1), `docker/registry/v2/repositories/a/b-c/_referrers/sha256/${H1}`],
  [
    layout.referrersPath(NAME, D1, 'sha512'),
    `docker/registry/v2/repositories/a/b-c/_referrers/sha256/${H1}/sha512`,
  ],
  [
    layout.referrerLink(NAME, D1, D2),
    `docker/registry/v2/repositories/a/b-c/_referrers/sha256/${H1}/sha512/${H2}/link`,
  ],
]

test.each(PATHS)('%s', (made, expected) => expect(made).toBe(expected))

const hex = (digest: string): string => digest.slice('sha256:'.length)
const blob = (digest: string): string =>
  `docker/registry/v2/blobs/sha256/${hex(digest).slice(0, 2)}/${hex(digest)}/data`

/** Every file below `root` but Berth's own, with its text. */
async function filesOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(root.length + 1), await readFile(file, 'utf8')] as const),
  )
  return Object.fromEntries(texts.filter(([file]) => !file.startsWith('.berth/')))
}

test('a repository is these files, byte for byte', async () => {
  await using folder = await temporaryFolder('layout')
  const options = { policy: STRICT, remember: true, onDamage: () => {} }
  const registry = createRegistry(await openDisk(folder.path), options)
  const config = await pushBlob(registry, NAME, 'config')
  const image = imageOf('config')
  const imageDigest = await putManifest(registry, image, 'V1', NAME)
  const referrer = imageOf('config', about(image))
  const referrerDigest = await putManifest(registry, referrer, digestOf(referrer), NAME)
  const id = await registry.uploads.start(NAME)
  await registry.uploads.append(NAME, id, uploadOf('half'))

  const repository = 'docker/registry/v2/repositories/a/b-c'
  const revisions = `${repository}/_manifests/revisions/sha256`
  const { [`${repository}/_uploads/${id}/startedat`]: startedAt, ...files } = await filesOf(
    folder.path,
  )
  expect(files).toStrictEqual({
    [blob(config)]: 'config',
    [blob(imageDigest)]: image.toString(),
    [blob(referrerDigest)]: referrer.toString(),
    [`${repository}/_layers/sha256/${hex(config)}/link`]: config,
    [`${revisions}/${hex(imageDigest)}/link`]: imageDigest,
    [`${revisions}/${hex(referrerDigest)}/link`]: referrerDigest,
    [`${repository}/_manifests/tags/V1/current/link`]: imageDigest,
    [`${repository}/_manifests/tags/V1/index/sha256/${hex(imageDigest)}/link`]: imageDigest,
    [`${repository}/_referrers/sha256/${hex(imageDigest)}/sha256/${hex(referrerDigest)}/link`]:
      referrerDigest,
    [`${repository}/_uploads/${id}/data`]: 'half',
  })
  // RFC 3339, UTC, as Go's time.Parse wants it.
  expect(startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/)
})
