import { expect, test } from 'vitest'
import type { Referrer } from '../../server/control/images-contract.ts'
import { byKind, createdAt, typeOf } from '../../renderer/pages/image/voucher-facts.ts'

const referrer = (part: Partial<Referrer>): Referrer => ({
  digest: 'sha256:1',
  kind: 'artifact',
  sizeBytes: 1,
  annotations: {},
  ...part,
})

test('signatures come first, unknown things last', () => {
  const kinds = ['artifact', 'attestation', 'signature', 'SBOM'] as const
  expect(byKind(kinds.map((kind) => referrer({ kind }))).map(({ kind }) => kind)).toEqual([
    'signature',
    'SBOM',
    'attestation',
    'artifact',
  ])
})

test('a statement is told by what it states', () => {
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' }
  const artifactType = 'application/vnd.in-toto+json'
  expect(typeOf(referrer({ annotations, artifactType }))).toBe('https://slsa.dev/provenance/v1')
  expect(typeOf(referrer({ artifactType }))).toBe(artifactType)
})

test.each([
  ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['yesterday', undefined],
])('made %s', (text, at) => {
  const annotations = { 'org.opencontainers.image.created': text }
  expect(createdAt(referrer({ annotations }))).toBe(at)
})
