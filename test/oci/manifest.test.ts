import { describe, expect, test } from 'vitest'
import { parseManifest, storedMediaType } from '../../server/oci/manifest.ts'
import { DOCKER_SCHEMA_1_SIGNED, OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { bytesOf, CHILD, CONFIG, DOCUMENTS, LAYER } from './documents.ts'
import { refusalOf } from './failure.ts'

describe.each(Object.entries(DOCUMENTS))('%s', (_name, { json, ...expected }) => {
  test('is understood, by whatever name the client calls it', () => {
    const whole = { blobs: [], children: [], ...expected }
    expect(parseManifest(bytesOf(json))).toStrictEqual(whole)
    expect(parseManifest(bytesOf(json), expected.mediaType)).toStrictEqual(whole)
  })

  test('is served as what it is', () => {
    expect(storedMediaType(bytesOf(json))).toBe(expected.mediaType)
  })

  test('is refused under another name', () => {
    const refusal = refusalOf(() => parseManifest(bytesOf(json), 'application/json'))
    expect(refusal.code).toBe('MANIFEST_INVALID')
    expect(refusal.detail).toStrictEqual({
      contentType: 'application/json',
      mediaType: expected.mediaType,
    })
  })
})

test('media types differ by more than case', () => {
  const mediaType = 'application/vnd.Example.Thing+JSON'
  const bytes = bytesOf({ mediaType, config: CONFIG })
  expect(parseManifest(bytes, mediaType.toLowerCase()).mediaType).toBe(mediaType)
})

/** What is wrong, and what the message has to name. */
const INVALID: readonly (readonly [where: string, json: object])[] = [
  ['config', { config: 'x' }],
  ['config', { config: [] }],
  ['config.digest', { config: {} }],
  ['config.digest', { config: { ...CONFIG, digest: 7 } }],
  ['config.digest', { config: { ...CONFIG, digest: 'sha256' } }],
  ['config.digest', { config: { ...CONFIG, digest: 'sha256:../../../etc' } }],
  ['config.size', { config: { ...CONFIG, size: undefined } }],
  ['config.size', { config: { ...CONFIG, size: -1 } }],
  ['config.size', { config: { ...CONFIG, size: 1.5 } }],
  ['config.size', { config: { ...CONFIG, size: '7' } }],
  ['config.size', { config: { ...CONFIG, size: 2 ** 53 } }],
  ['config.mediaType', { config: { ...CONFIG, mediaType: 7 } }],
  ['config.urls', { config: { ...CONFIG, urls: 'x' } }],
  ['config.urls[1]', { config: { ...CONFIG, urls: ['x', 7] } }],
  ['config.annotations', { config: { ...CONFIG, annotations: [] } }],
  ['config.annotations.a', { config: { ...CONFIG, annotations: { a: 7 } } }],
  ['config.artifactType', { config: { ...CONFIG, artifactType: {} } }],
  ['layers', { layers: {} }],
  ['layers', { layers: 'x' }],
  ['layers[1]', { layers: [LAYER, null] }],
  ['layers[1].digest', { layers: [LAYER, { ...LAYER, digest: '' }] }],
  ['blobs', { blobs: 7 }],
  ['manifests', { manifests: { 0: CHILD } }],
  ['manifests[0]', { manifests: ['x'] }],
  ['manifests[0].size', { manifests: [{ ...CHILD, size: null }] }],
  ['manifests[0].platform', { manifests: [{ ...CHILD, platform: 'linux' }] }],
  ['manifests[0].platform.os', { manifests: [{ ...CHILD, platform: { os: 7 } }] }],
  [
    'manifests[0].platform.architecture',
    { manifests: [{ ...CHILD, platform: { architecture: 7 } }] },
  ],
  ['subject', { subject: [] }],
  ['subject.digest', { subject: { ...CHILD, digest: null } }],
  ['annotations', { annotations: 'x' }],
  ['annotations.b', { annotations: { a: 'x', b: ['y'] } }],
  ['artifactType', { artifactType: 7 }],
  ['mediaType', { mediaType: 7 }],
  ['mediaType', { mediaType: 'no type' }],
  ['mediaType', { mediaType: 'a/b\r\nX-Header: c' }],
  ['mediaType', { mediaType: 'application/—' }],
  ['mediaType', { mediaType: `a/${'b'.repeat(200)}` }],
]

test.each(INVALID)('%s is named when it is wrong: %j', (where, json) => {
  const refusal = refusalOf(() => parseManifest(bytesOf({ mediaType: OCI_MANIFEST, ...json })))
  expect(refusal.code).toBe('MANIFEST_INVALID')
  expect(refusal.message.startsWith(`${where} must be `)).toBe(true)
  expect(refusal.message.length).toBeLessThan(300)
})

/** Bytes that are no manifest at all. */
const REFUSED: readonly (readonly [what: string, bytes: Buffer, why: RegExp])[] = [
  ['nothing', Buffer.alloc(0), /not valid JSON/],
  ['no JSON', Buffer.from('manifest'), /not valid JSON/],
  ['half of one', bytesOf({ config: CONFIG }).subarray(0, -1), /not valid JSON/],
  ['something after it', Buffer.from('{}{}'), /not valid JSON/],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /not valid JSON/],
  ['UTF-16', Buffer.from('{}', 'utf16le'), /not valid JSON/],
  ['a list', Buffer.from('[]'), /the manifest must be a JSON object, found a list/],
  ['null', Buffer.from('null'), /the manifest must be a JSON object, found null/],
  ['a number', Buffer.from('1'), /the manifest must be a JSON object, found 1/],
  ['a text', Buffer.from(`"${'x'.repeat(1e6)}"`), /found "x{79}$/],
  ['an empty object', Buffer.from('{}'), /neither mediaType nor the fields/],
  ['another version', bytesOf({ schemaVersion: 3, config: CONFIG }), /neither mediaType nor/],
  ['an empty mediaType', bytesOf({ mediaType: '' }), /neither mediaType nor the fields/],
  ['Docker schema 1', bytesOf({ mediaType: DOCKER_SCHEMA_1_SIGNED }), /schema 1 is not supported/],
  ['schema version 1', bytesOf({ mediaType: OCI_MANIFEST, schemaVersion: 1 }), /schema 1 is not/],
]

test.each(REFUSED)('%s is refused', (_what, bytes, why) => {
  const refusal = refusalOf(() => parseManifest(bytes))
  expect(refusal.code).toBe('MANIFEST_INVALID')
  expect(refusal.message).toMatch(why)
})

const DEEP = 100_000
const nested = (open: string, close: string): string => open.repeat(DEEP) + close.repeat(DEEP)

describe('deep nesting', () => {
  test.each(['config', 'layers', 'manifests', 'subject', 'annotations', 'mediaType', 'blobs'])(
    'below %s is refused',
    (field) => {
      for (const value of [
        `[${nested('[', ']')}]`,
        `${nested('{"a":', '}').replace(':}', ':1}')}`,
      ]) {
        const bytes = Buffer.from(`{"schemaVersion":2,"${field}":${value}}`)
        expect(refusalOf(() => parseManifest(bytes)).code).toBe('MANIFEST_INVALID')
        expect(storedMediaType(bytes)).toMatch(/^application\//)
      }
    },
  )

  test('in a field of no meaning is nothing to us', () => {
    const text = `{"schemaVersion":2,"mediaType":"${OCI_INDEX}","other":${nested('[', ']')}}`
    expect(parseManifest(Buffer.from(text)).mediaType).toBe(OCI_INDEX)
  })

  test('of brackets that are never closed is refused', () => {
    const bytes = Buffer.from('['.repeat(4 * 1024 * 1024))
    expect(refusalOf(() => parseManifest(bytes)).code).toBe('MANIFEST_INVALID')
  })
})

test('names that objects are born with are names like others', () => {
  const text = `{"schemaVersion":2,"config":${JSON.stringify(CONFIG)},"annotations":{"__proto__":"x","constructor":"y"}}`
  const { annotations } = parseManifest(Buffer.from(text))
  expect(JSON.stringify(annotations)).toBe('{"__proto__":"x","constructor":"y"}')
})

describe('what another registry stored', () => {
  test.each([
    ['Docker schema 1', '{"schemaVersion":1,"name":"x"}', DOCKER_SCHEMA_1_SIGNED],
    ['a type of its own', '{"mediaType":"application/vnd.example"}', 'application/vnd.example'],
    ['a type that is none', '{"mediaType":"a\\nb"}', OCI_MANIFEST],
    ['a bare object', '{}', OCI_MANIFEST],
    ['no JSON', 'x', 'application/octet-stream'],
    ['nothing', '', 'application/octet-stream'],
  ])('%s is served all the same', (_what, text, expected) => {
    expect(storedMediaType(Buffer.from(text))).toBe(expected)
  })
})
