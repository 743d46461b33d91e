import { describe, expect, test } from 'vitest'
import type { Library } from '../../server/library/library.ts'
import { digestOf } from '../../server/oci/digest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { blobPath } from '../../server/registry/layout.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { about, APP, NOBODY, OTHER, pushBlob, putManifest } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import {
  bytesOf,
  child,
  configFor,
  CONFIG_TYPE,
  described,
  indexFor,
  LAYER_TYPE,
  layered,
  pushLayers,
  pushWith,
  tagsIn,
} from './content.ts'
import { openedInMemory, openedLibrary } from './opened-library.ts'

const HISTORY = [
  { created: '2026-01-01T00:00:00Z', created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
  { created_by: 'ENV A=b', comment: 'buildkit.dockerfile.v0', empty_layer: true },
  { created_by: 'RUN /bin/sh -c make # buildkit', comment: 'buildkit.dockerfile.v0' },
]
const CONFIG = configFor('app', {
  created: '2026-02-03T04:05:06.789012345Z',
  author: 'Ann',
  history: HISTORY,
  config: {
    User: '1000',
    WorkingDir: '/app',
    Entrypoint: ['/entry'],
    Cmd: ['run', '--fast'],
    Env: ['PATH=/bin', 'A=b'],
    ExposedPorts: { '80/tcp': {}, '53/udp': {} },
    Volumes: { '/data': {} },
    Labels: { 'org.example': 'yes' },
    StopSignal: 'SIGINT',
  },
})
const LAYERS = ['base', 'made']
const IMAGE = layered(CONFIG, LAYERS, { annotations: { a: 'b' } })

const pushImage = (registry: Registry, reference?: string, name = APP) =>
  pushWith(registry, [CONFIG, ...LAYERS], IMAGE, reference, name)
const imageIn = (library: Library, reference: string) =>
  library.getImage({ repository: APP, reference })

test('an image, by tag and by digest', async () => {
  await using at = await openedLibrary({
    async before(registry) {
      await pushImage(registry, 'v1')
      await pushImage(registry, 'latest')
    },
  })
  const digest = digestOf(IMAGE)
  const sizeBytes = bytesOf(IMAGE, CONFIG, ...LAYERS)
  const [base, made] = LAYERS.map((layer) => described(layer, LAYER_TYPE))
  const steps = [
    {
      command: 'ADD file:1 /',
      createdAt: Date.parse('2026-01-01'),
      layerDigest: base?.digest,
      sizeBytes: 4,
    },
    { command: 'ENV A=b', comment: 'buildkit.dockerfile.v0' },
    {
      command: 'RUN make',
      comment: 'buildkit.dockerfile.v0',
      layerDigest: made?.digest,
      sizeBytes: 4,
    },
  ]
  const expected = {
    repository: APP,
    digest,
    mediaType: OCI_MANIFEST,
    kind: 'image',
    annotations: { a: 'b' },
    sizeBytes,
    tags: ['latest', 'v1'],
    pushedAt: expect.any(Number),
    platforms: [
      {
        digest,
        mediaType: OCI_MANIFEST,
        platform: 'linux/amd64',
        sizeBytes,
        layers: [
          { ...layerOf('base'), command: 'ADD file:1 /', sharedWith: 0 },
          { ...layerOf('made'), command: 'RUN make', sharedWith: 0 },
        ],
        config: {
          digest: described(CONFIG, CONFIG_TYPE).digest,
          createdAt: Date.parse('2026-02-03T04:05:06.789Z'),
          author: 'Ann',
          user: '1000',
          workingDirectory: '/app',
          entrypoint: ['/entry'],
          command: ['run', '--fast'],
          environment: ['PATH=/bin', 'A=b'],
          ports: ['80/tcp', '53/udp'],
          volumes: ['/data'],
          labels: { 'org.example': 'yes' },
          stopSignal: 'SIGINT',
        },
        history: steps,
      },
    ],
    referrers: [],
  }
  expect(await imageIn(at.library, 'v1')).toStrictEqual(expected)
  expect(await imageIn(at.library, digest)).toStrictEqual(expected)
})

function layerOf(text: string) {
  const { digest, mediaType, size } = described(text, LAYER_TYPE)
  return { digest, mediaType, sizeBytes: size }
}

test('an index shows its images, and what BuildKit attests as a referrer', async () => {
  const attestation = layered(configFor('none'), [], {
    config: described('{}', CONFIG_TYPE),
    layers: [described('statement', 'application/vnd.in-toto+json')],
  })
  const index = indexFor([
    child(IMAGE, 'linux/amd64'),
    child(IMAGE, 'linux/arm64/v8'),
    child(attestation, 'unknown/unknown', {
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    }),
  ])
  await using at = await openedLibrary({
    async before(registry) {
      await pushImage(registry)
      await pushWith(registry, ['{}', 'statement'], attestation)
      await putManifest(registry, index, 'v1')
    },
  })
  const image = await imageIn(at.library, 'v1')
  expect(image).toMatchObject({
    kind: 'multi-platform image',
    mediaType: OCI_INDEX,
    sizeBytes: bytesOf(index, IMAGE, CONFIG, ...LAYERS, attestation, '{}', 'statement'),
    referrers: [
      {
        digest: digestOf(attestation),
        kind: 'attestation',
        sizeBytes: bytesOf(attestation, '{}', 'statement'),
      },
    ],
  })
  expect(image.platforms.map(({ platform }) => platform)).toStrictEqual([
    'linux/amd64',
    'linux/arm64/v8',
  ])
  expect(image.platforms[0]?.layers?.[0]?.sharedWith).toBe(0)
})

test('an image of an index that is not here has no layers', async () => {
  const absent = layered(configFor('absent'), ['x'])
  const index = indexFor([child(absent, 'linux/amd64'), child(IMAGE, 'linux/arm64')])
  await using at = await openedLibrary({
    async before(registry) {
      await pushImage(registry)
      await pushWith(registry, [configFor('absent'), 'x'], absent)
      await putManifest(registry, index, 'v1')
      await registry.manifests.remove(APP, digestOf(absent))
    },
  })
  const [missing, present] = (await imageIn(at.library, 'v1')).platforms
  expect(missing).toStrictEqual({
    digest: digestOf(absent),
    mediaType: OCI_MANIFEST,
    platform: 'linux/amd64',
    sizeBytes: absent.length,
    history: [],
  })
  expect(present).toMatchObject({ platform: 'linux/arm64', config: { user: '1000' } })
})

test('of very many images in an index, the first are read', async () => {
  const index = indexFor(Array.from({ length: 60 }, () => child(IMAGE, 'linux/amd64')))
  await using at = await openedInMemory({
    async before(registry) {
      await pushImage(registry)
      await putManifest(registry, index, 'v1')
    },
  })
  const { platforms } = await imageIn(at.library, 'v1')
  expect(platforms).toHaveLength(60)
  expect(platforms.filter(({ layers }) => layers)).toHaveLength(50)
})

test('layers tell how many other manifests have them', async () => {
  await using at = await openedLibrary({
    async before(registry) {
      await pushImage(registry, 'v1')
      await pushImage(registry, 'v1', OTHER)
      await pushLayers(registry, ['base'], 'v2')
      await pushLayers(registry, ['base', 'more'], 'v1', OTHER)
    },
  })
  const [image] = (await imageIn(at.library, 'v1')).platforms
  expect(image?.layers?.map(({ sharedWith }) => sharedWith)).toStrictEqual([2, 0])
})

describe('a config', () => {
  test.each<[string, string]>([
    ['that is no JSON', '{'],
    ['that is a list', '[]'],
    ['that is huge', configFor('huge', { pad: 'x'.repeat(5 * 1024 * 1024) })],
  ])('%s is left out', async (_, config) => {
    await using at = await openedInMemory({
      before: (registry) => pushWith(registry, [config, 'x'], layered(config, ['x']), 'v1'),
    })
    const [image] = (await imageIn(at.library, 'v1')).platforms
    expect(image).toStrictEqual({
      digest: expect.any(String),
      mediaType: OCI_MANIFEST,
      sizeBytes: expect.any(Number),
      layers: [{ ...layerOf('x'), sharedWith: 0 }],
      history: [],
    })
    expect(await tagsIn(at.library)).toMatchObject([{ kind: 'image', platforms: [] }])
  })

  test('of another shape than any builder makes is read as far as it goes', async () => {
    const config = JSON.stringify({
      created: 'yesterday',
      author: 7,
      history: [null, { created_by: 5 }, 'x'],
      config: { Env: 'A=b', Cmd: null, Labels: { a: 1, b: 'c' }, ExposedPorts: [], User: '' },
    })
    await using at = await openedInMemory({
      before: (registry) => pushWith(registry, [config], layered(config, []), 'v1'),
    })
    const [image] = (await imageIn(at.library, 'v1')).platforms
    expect(image?.config).toStrictEqual({
      digest: described(config, CONFIG_TYPE).digest,
      entrypoint: [],
      command: [],
      environment: [],
      ports: [],
      volumes: [],
      labels: { b: 'c' },
    })
    expect(image?.history).toStrictEqual([{ command: '' }, { command: '' }, { command: '' }])
  })

  test('whose steps are not as many as the layers tells of no layer what made it', async () => {
    const config = configFor('app', { history: HISTORY })
    await using at = await openedInMemory({
      before: (registry) => pushWith(registry, [config, 'x'], layered(config, ['x']), 'v1'),
    })
    const [image] = (await imageIn(at.library, 'v1')).platforms
    expect(image?.layers).toStrictEqual([{ ...layerOf('x'), sharedWith: 0 }])
    expect(image?.history.map(({ layerDigest }) => layerDigest)).toStrictEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

test('an artifact has the names of its files and no config', async () => {
  const title = { annotations: { 'org.opencontainers.image.title': 'chart.tgz' } }
  const chart = layered('', [], {
    config: described('{}', 'application/vnd.cncf.helm.config.v1+json'),
    layers: [described('chart', 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', title)],
  })
  await using at = await openedInMemory({
    before: (registry) => pushWith(registry, ['{}', 'chart'], chart, '1.0.0'),
  })
  const image = await imageIn(at.library, '1.0.0')
  expect(image).toMatchObject({
    kind: 'Helm chart',
    artifactType: 'application/vnd.cncf.helm.config.v1+json',
  })
  expect(image.platforms).toStrictEqual([
    {
      digest: digestOf(chart),
      mediaType: OCI_MANIFEST,
      sizeBytes: bytesOf(chart, '{}', 'chart'),
      layers: [
        {
          digest: digestOf(Buffer.from('chart')),
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          sizeBytes: 5,
          title: 'chart.tgz',
          sharedWith: 0,
        },
      ],
      history: [],
    },
  ])
})

test('a build cache shows its layers', async () => {
  const cache = indexFor([
    described('layer', LAYER_TYPE),
    described('{}', 'application/vnd.buildkit.cacheconfig.v0'),
  ])
  await using at = await openedInMemory({
    before: (registry) => pushWith(registry, ['layer', '{}'], cache, 'cache'),
  })
  const image = await imageIn(at.library, 'cache')
  expect(image.kind).toBe('build cache')
  expect(image.platforms.map(({ layers }) => layers?.length)).toStrictEqual([2])
  expect(image.sizeBytes).toBe(bytesOf(cache, 'layer', '{}'))
})

test('what is said of an image, by its type', async () => {
  const sbom = layered(CONFIG, [], {
    ...about(IMAGE),
    artifactType: 'application/spdx+json',
    annotations: { by: 'syft' },
  })
  const signature = layered('{}', [], {
    layers: [described('payload', 'application/vnd.dev.cosign.simplesigning.v1+json')],
  })
  const digest = digestOf(IMAGE)
  await using at = await openedInMemory({
    async before(registry) {
      await pushImage(registry, 'v1')
      await putManifest(registry, sbom)
      const beside = `${digest.replace(':', '-')}.sig`
      await pushWith(registry, ['{}', 'payload'], signature, beside)
    },
  })
  const { referrers } = await imageIn(at.library, 'v1')
  expect(referrers).toStrictEqual([
    {
      digest: digestOf(signature),
      kind: 'signature',
      sizeBytes: bytesOf(signature, '{}', 'payload'),
      annotations: {},
    },
    {
      digest: digestOf(sbom),
      kind: 'SBOM',
      artifactType: 'application/spdx+json',
      sizeBytes: bytesOf(sbom, CONFIG),
      annotations: { by: 'syft' },
    },
  ])
})

test('an image that is not in the index yet is shown all the same', async () => {
  await using at = await openedInMemory()
  await pushImage(at.registry, 'v1')
  const image = await imageIn(at.library, 'v1')
  expect(image).toMatchObject({ sizeBytes: bytesOf(IMAGE, CONFIG, ...LAYERS), tags: [] })
  expect(image).not.toHaveProperty('pushedAt')
})

describe('raw', () => {
  test('the very text, spaces included', async () => {
    const text = ` ${IMAGE.toString()}\n`
    await using at = await openedInMemory({
      before: (registry) => pushWith(registry, [CONFIG, ...LAYERS], Buffer.from(text), 'v1'),
    })
    const digest = digestOf(Buffer.from(text))
    expect(await at.library.rawManifest({ repository: APP, digest })).toStrictEqual({
      digest,
      mediaType: OCI_MANIFEST,
      text,
    })
  })
})

describe('not found', () => {
  test.each<[string, string, string]>([
    [APP, 'nothing', `there is no ${APP}:nothing, or what it is made of is gone`],
    [APP, NOBODY, `there is no ${APP}@${NOBODY}, or what it is made of is gone`],
    [APP, 'no tag', `there is no ${APP}:no tag, or what it is made of is gone`],
    [OTHER, 'v1', `there is no ${OTHER}:v1, or what it is made of is gone`],
    ['No Name', 'v1', 'there is no repository No Name'],
  ])('%s, %s', async (repository, reference, message) => {
    await using at = await openedInMemory({ before: (registry) => pushImage(registry, 'v1') })
    const expected = { code: 'NOT_FOUND', message }
    await expect(at.library.getImage({ repository, reference })).rejects.toMatchObject(expected)
    const raw = at.library.rawManifest({ repository, digest: reference })
    await expect(raw).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('an image whose bytes are damaged', async () => {
    await using at = await openedInMemory({
      async before(registry, driver) {
        await pushBlob(registry)
        await write(driver, blobPath(digestOf(IMAGE)), Buffer.from('x'))
      },
    })
    const reference = digestOf(IMAGE)
    await expect(imageIn(at.library, reference)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
