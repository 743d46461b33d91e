import type { Random } from '../faults/random.ts'

/** A body for a manifest PUT. */
export interface ManifestBody {
  readonly bytes: Buffer
  /** It cannot be anyone's manifest. */
  readonly refused: boolean
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const digest = `sha256:${'ab'.repeat(32)}`
const descriptor = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest,
  size: 7,
  urls: ['https://example.com/layer'],
  annotations: { key: 'value' },
  data: 'AAAA',
  platform: { architecture: 'amd64', os: 'linux', 'os.features': ['x'], variant: 'v8' },
  artifactType: 'application/example',
}
const whole = {
  schemaVersion: 2,
  mediaType: manifestType,
  artifactType: 'application/example',
  config: descriptor,
  layers: [descriptor],
  manifests: [descriptor],
  blobs: [descriptor],
  fsLayers: [{ blobSum: digest }],
  history: [{ v1Compatibility: '{}' }],
  subject: descriptor,
  annotations: { key: 'value' },
}

const wrongValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  '',
  'x',
  '../../../canary.txt',
  `sha256:${'../'.repeat(20)}canary.txt`,
  '\u0000',
  '\ud800',
  [],
  [[]],
  [null],
  {},
  { toString: 1, constructor: null, length: -1 },
  'x'.repeat(100_000),
]

const hopeless: readonly Buffer[] = [
  '',
  ' ',
  'null',
  '[]',
  '"manifest"',
  '{',
  '{"schemaVersion":2,}',
  "{'schemaVersion':2}",
  '{"schemaVersion":2}{"schemaVersion":2}',
  '{"schemaVersion":1e999999',
  '['.repeat(100_000),
  '{"a":'.repeat(100_000),
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  '\u0000'.repeat(1000),
  '<?xml version="1.0"?><manifest/>',
].map((text) => Buffer.from(text))

const doubtful: readonly Buffer[] = [
  Buffer.from('{}'),
  Buffer.from('{"schemaVersion":1}'),
  Buffer.from('{"schemaVersion":2,"schemaVersion":3,"__proto__":{"layers":1}}'),
  Buffer.from(`\ufeff${JSON.stringify(whole)}`),
  Buffer.from(JSON.stringify(whole).replace('value', '\ud83d\ude00')),
  Buffer.concat([
    Buffer.from('{"annotations":{"x":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}}'),
  ]),
  Buffer.from(`{"layers":[${'{},'.repeat(50_000)}{}]}`),
  Buffer.from(`{"annotations":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
]

/** A manifest that is cut off, is not JSON, or has a wrong type somewhere. */
export function brokenManifest(random: Random): ManifestBody {
  const kind = random.between(1, 10)
  if (kind <= 6) return { bytes: Buffer.from(JSON.stringify(twisted(random))), refused: false }
  if (kind === 7) return { bytes: truncated(random), refused: true }
  if (kind === 8) return { bytes: random.pick(doubtful), refused: false }
  return { bytes: random.pick(hopeless), refused: true }
}

function truncated(random: Random): Buffer {
  const bytes = Buffer.from(JSON.stringify(whole))
  return bytes.subarray(0, random.between(1, bytes.length - 1))
}

function twisted(random: Random): unknown {
  const copy = structuredClone<unknown>(whole)
  const times = random.between(1, 3)
  for (let time = 0; time < times; time++) twist(copy, random)
  return copy
}

/** Walks down at random and puts a wrong value, or none, where it ends. */
function twist(value: unknown, random: Random): void {
  if (!isContainer(value)) return
  const keys = Object.keys(value)
  if (keys.length === 0) return
  const key = random.pick(keys)
  if (isContainer(value[key]) && random.chance(0.6)) return twist(value[key], random)
  if (random.chance(0.15)) delete value[key]
  else value[key] = structuredClone(random.pick(wrongValues))
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
