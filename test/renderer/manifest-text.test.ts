import { expect, test } from 'vitest'
import { manifestPieces } from '../../renderer/pages/image/manifest-text.ts'

const digest = (hex: string) => `sha256:${hex.repeat(64)}`

const textOf = (text: string): string =>
  manifestPieces(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : piece.digest))
    .join('')

const digestsOf = (manifest: object) =>
  manifestPieces(JSON.stringify(manifest)).filter(({ kind }) => kind !== 'text')

test('is the same text, indented', () => {
  const manifest = { schemaVersion: 2, config: { digest: digest('a'), size: 7 } }
  expect(textOf(JSON.stringify(manifest))).toBe(JSON.stringify(manifest, null, 2))
})

test('text that is no JSON stays as it is', () => {
  expect(textOf(`not JSON ${digest('a')}`)).toBe(`not JSON ${digest('a')}`)
})

test('members of an index lead somewhere', () => {
  expect(digestsOf({ manifests: [{ digest: digest('a') }, { digest: digest('b') }] })).toEqual([
    { kind: 'manifest', digest: digest('a') },
    { kind: 'manifest', digest: digest('b') },
  ])
})

test('a subject leads somewhere; configs, layers and annotations do not', () => {
  const manifest = {
    config: { digest: digest('a') },
    layers: [{ digest: digest('b') }],
    subject: { digest: digest('c') },
    annotations: { base: digest('d') },
  }
  expect(digestsOf(manifest)).toEqual([
    { kind: 'blob', digest: digest('a') },
    { kind: 'blob', digest: digest('b') },
    { kind: 'manifest', digest: digest('c') },
    { kind: 'blob', digest: digest('d') },
  ])
})

test.each(['null', '[]', '"text"', '{"manifests":7}', '{"manifests":[null],"subject":"x"}'])(
  'stands %s',
  (text) => {
    expect(textOf(text)).toBe(JSON.stringify(JSON.parse(text), null, 2))
  },
)
