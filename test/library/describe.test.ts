import { describe, expect, test } from 'vitest'
import type { ArtifactKind } from '../../server/control/repositories-contract.ts'
import { artifactTypeOf, kindOf, platformOf, platformsIn } from '../../server/library/describe.ts'
import { parseStored } from '../../server/oci/manifest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { child, configFor, described, indexFor, layered } from './content.ts'

const IMAGE = layered(configFor('a'), ['layer'])
const OTHER = layered(configFor('b'), ['layer'])
const ATTESTATION = { 'vnd.docker.reference.type': 'attestation-manifest' }

/** A manifest with a config and layers of the given types. */
function typed(config: string, layers: readonly string[], more: object = {}): Buffer {
  const parts = {
    config: described('{}', config),
    layers: layers.map((type) => described('x', type)),
  }
  return layered('', [], { ...parts, ...more })
}

const EMPTY = 'application/vnd.oci.empty.v1+json'
const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json'
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** A Sigstore bundle as cosign 3 pushes it. */
function bundle(content: string, predicateType: string): Buffer {
  const annotations = {
    'dev.sigstore.bundle.content': content,
    'dev.sigstore.bundle.predicateType': predicateType,
  }
  return typed(EMPTY, [BUNDLE], { artifactType: BUNDLE, annotations })
}

describe('the kind of', () => {
  test.each<[string, ArtifactKind, Buffer]>([
    ['an OCI image', 'image', IMAGE],
    [
      'a Docker image',
      'image',
      typed('application/vnd.docker.container.image.v1+json', [
        'application/vnd.docker.image.rootfs.diff.tar.gzip',
      ]),
    ],
    ['an image without layers', 'image', typed(IMAGE_CONFIG, [])],
    [
      'an index of two platforms',
      'multi-platform image',
      indexFor([child(IMAGE, 'linux/amd64'), child(OTHER, 'linux/arm64')]),
    ],
    [
      'an index of one platform and what BuildKit attests of it',
      'image',
      indexFor([
        child(IMAGE, 'linux/amd64'),
        child(OTHER, 'unknown/unknown', { annotations: ATTESTATION }),
      ]),
    ],
    ['an index of nothing', 'artifact', indexFor([])],
    [
      'an index that says what it is',
      'artifact',
      indexFor([child(IMAGE)], { artifactType: 'a/b' }),
    ],
    [
      'the index that stands for a list of referrers',
      'artifact',
      indexFor([child(IMAGE, undefined, { artifactType: 'a/b' })]),
    ],
    [
      'a Helm chart',
      'Helm chart',
      typed('application/vnd.cncf.helm.config.v1+json', [
        'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      ]),
    ],
    [
      'a signature of cosign 1 and 2',
      'signature',
      typed(IMAGE_CONFIG, ['application/vnd.dev.cosign.simplesigning.v1+json']),
    ],
    [
      'a signature of cosign as a referrer',
      'signature',
      typed(EMPTY, ['a/b'], { artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json' }),
    ],
    [
      'a signature of Notation',
      'signature',
      typed(EMPTY, ['application/jose+json'], {
        artifactType: 'application/vnd.cncf.notary.signature',
      }),
    ],
    ['a signature in a bundle', 'signature', bundle('message-signature', '')],
    [
      'a signature that is a statement',
      'signature',
      bundle('dsse-envelope', 'https://sigstore.dev/cosign/sign/v1'),
    ],
    [
      'a statement in a bundle',
      'attestation',
      bundle('dsse-envelope', 'https://slsa.dev/provenance/v1'),
    ],
    [
      'an SBOM by its type',
      'SBOM',
      typed(EMPTY, ['a/b'], { artifactType: 'application/spdx+json' }),
    ],
    ['an SBOM of cosign', 'SBOM', typed(IMAGE_CONFIG, ['application/vnd.cyclonedx+json'])],
    ['an SBOM of syft', 'SBOM', typed(IMAGE_CONFIG, ['application/vnd.syft+json'])],
    ['an SBOM as text', 'SBOM', typed(IMAGE_CONFIG, ['text/spdx'])],
    [
      'an attestation of BuildKit',
      'attestation',
      typed(IMAGE_CONFIG, ['application/vnd.in-toto+json']),
    ],
    [
      'an attestation of cosign',
      'attestation',
      typed(IMAGE_CONFIG, ['application/vnd.dsse.envelope.v1+json']),
    ],
    [
      'a build cache as an image',
      'build cache',
      typed('application/vnd.buildkit.cacheconfig.v0', ['a/b']),
    ],
    [
      'a build cache as an index',
      'build cache',
      indexFor([
        described('x', 'application/vnd.oci.image.layer.v1.tar+gzip'),
        described('y', 'application/vnd.buildkit.cacheconfig.v0'),
      ]),
    ],
    [
      'anything else',
      'artifact',
      typed('application/vnd.wasm.config.v0+json', ['application/wasm']),
    ],
    [
      'an artifact with a config of images',
      'artifact',
      typed(IMAGE_CONFIG, [], { artifactType: 'a/b' }),
    ],
  ])('%s', (_, kind, bytes) => {
    const manifest = parseStored(bytes)
    expect(manifest).toBeDefined()
    expect(kindOf(manifest?.mediaType ?? '', manifest)).toBe(kind)
  })

  test.each<[string, ArtifactKind]>([
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', 'image'],
    [OCI_MANIFEST, 'artifact'],
    [OCI_INDEX, 'artifact'],
  ])('what cannot be read as %s', (mediaType, kind) => {
    expect(kindOf(mediaType, undefined)).toBe(kind)
  })
})

test.each([
  [IMAGE, undefined],
  [typed(EMPTY, []), undefined],
  [
    typed('application/vnd.cncf.helm.config.v1+json', []),
    'application/vnd.cncf.helm.config.v1+json',
  ],
  [typed(EMPTY, [], { artifactType: 'a/b' }), 'a/b'],
])('its own word for what it is', (bytes, type) => {
  expect(artifactTypeOf(parseStored(bytes))).toBe(type)
})

test.each<[Readonly<Record<string, unknown>>, string | undefined]>([
  [{ os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
  [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64/v8'],
  [{ os: 'linux', architecture: 'arm64', variant: '' }, 'linux/arm64'],
  [{ os: 'unknown', architecture: 'unknown' }, undefined],
  [{ os: 'linux' }, undefined],
  [{ os: 1, architecture: [] }, undefined],
])('the platform in %j', (fields, platform) => {
  expect(platformOf(fields)).toBe(platform)
})

test('the platforms in an index keep their places', () => {
  const index = indexFor([
    child(IMAGE, 'linux/arm/v7'),
    child(IMAGE),
    child(IMAGE, 'windows/amd64'),
  ])
  expect(platformsIn(index)).toStrictEqual(['linux/arm/v7', undefined, 'windows/amd64'])
  expect(platformsIn(Buffer.from('no JSON'))).toStrictEqual([])
})
