import { setTimeout as delay } from 'node:timers/promises'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { RegistryError } from '../../server/oci/errors.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { parseReference, parseRepositoryName, type RepositoryName } from '../../server/oci/name.ts'
import type { Registry } from '../../server/registry/registry.ts'
import type { Random } from '../faults/random.ts'
import { tagOf, uploadOf } from '../registry/content.ts'

/** A client that remembers what it was promised. Its tags are its own; its layers are everybody's. */
export interface StressClient {
  readonly rounds: number
  readonly refused: number
  round(): Promise<void>
  /** Looks whether all that it was promised is there. */
  checkAll(): Promise<void>
  /** Every blob that its images are made of. */
  needed(): Iterable<Digest>
}

export interface StressClientParts {
  readonly instances: readonly { readonly registry: Registry }[]
  readonly grace: number
  readonly number: number
  readonly random: Random
  /** Told of each promise that was not kept. */
  readonly broken: string[]
}

/** A manifest, with all that it needs. */
interface Image {
  readonly bytes: Buffer
  readonly digest: Digest
  readonly blobs: readonly string[]
  readonly children: readonly Image[]
  readonly subject?: Digest
}

const REPOSITORIES = ['a', 'b/c', 'b/d'].map(parseRepositoryName)
const LAYERS = 30

const described = (mediaType: string, bytes: Buffer) => {
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

export function createStressClient(parts: StressClientParts): StressClient {
  const { instances, grace, number, random, broken } = parts
  /** By repository and tag. */
  const tags = new Map<string, Image>()
  /** Signatures, by repository. */
  const referrers = new Map<RepositoryName, Image[]>()
  let rounds = 0
  let refused = 0
  let serial = 0

  const registry = (): Registry => random.pick(instances).registry
  const repository = (): RepositoryName => random.pick(REPOSITORIES)
  const tag = (): string => `c${number}-${random.between(0, 3)}`

  function newImage(more: object = {}, subject?: Digest): Image {
    const blobs = Array.from({ length: random.between(1, 3) }, () => {
      return `layer ${random.between(0, LAYERS - 1)}`
    })
    const [config = '', ...layers] = blobs
    const manifest = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: described('application/vnd.oci.image.config.v1+json', Buffer.from(config)),
      layers: layers.map((layer) => described('application/octet-stream', Buffer.from(layer))),
      annotations: { client: String(number), serial: String(serial++) },
      ...more,
    }
    const bytes = Buffer.from(JSON.stringify(manifest))
    return { bytes, digest: digestOf(bytes), blobs, children: [], ...(subject && { subject }) }
  }

  function newIndex(children: readonly Image[]): Image {
    const manifests = children.map(({ bytes }) => described(OCI_MANIFEST, bytes))
    const annotations = { client: String(number), serial: String(serial++) }
    const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests, annotations }
    const bytes = Buffer.from(JSON.stringify(index))
    return { bytes, digest: digestOf(bytes), blobs: [], children }
  }

  async function sendBlob(name: RepositoryName, text: string): Promise<void> {
    const at = registry()
    const digest = digestOf(Buffer.from(text))
    if ((await at.blobs.size(name, digest)) !== undefined) return
    if (random.chance(0.5)) {
      const from = random.chance(0.7) ? repository() : undefined
      if (await at.blobs.mount(name, digest, from)) return
    }
    const id = await at.uploads.start(name)
    await registry().uploads.append(name, id, uploadOf(text))
    // The bytes may have come long before the end.
    if (random.chance(0.1)) await delay(random.between(0, grace * 1.5))
    await registry().uploads.commit(name, id, digest)
  }

  /** @returns whether it was stored; a push that took its time may be refused */
  async function push(name: RepositoryName, image: Image, reference: string): Promise<boolean> {
    const since = Date.now()
    for (const child of image.children) if (!(await push(name, child, child.digest))) return false
    for (const blob of image.blobs) await sendBlob(name, blob)
    if (random.chance(0.2)) await delay(random.between(0, grace))
    try {
      await registry().manifests.put(name, parseReference(reference), image.bytes, undefined)
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'MANIFEST_BLOB_UNKNOWN') throw error
      refused++
      const took = Date.now() - since
      if (took < grace / 2) broken.push(`push of ${image.digest} refused after ${took} ms`)
      return false
    }
    await check(name, image, `just pushed in ${Date.now() - since} ms`)
    return true
  }

  async function check(name: RepositoryName, image: Image, when: string): Promise<void> {
    const at = registry()
    const found = await at.manifests.get(name, { kind: 'digest', digest: image.digest })
    if (!found?.bytes.equals(image.bytes))
      broken.push(`manifest of ${name}@${image.digest} ${when}`)
    for (const blob of image.blobs) {
      const opened = await at.blobs.open(name, digestOf(Buffer.from(blob)))
      await opened?.body.close()
      if (opened?.size !== blob.length) broken.push(`${blob} of ${name}@${image.digest} ${when}`)
    }
    for (const child of image.children) await check(name, child, `${when} in an index`)
  }

  async function checkTag(key: string, image: Image): Promise<void> {
    const [name, text] = split(key)
    const found = await registry().manifests.get(name, { kind: 'tag', tag: tagOf(text) })
    if (found?.digest !== image.digest) broken.push(`${key} is ${found?.digest}`)
    await check(name, image, 'later')
  }

  async function pushTag(image: Image): Promise<void> {
    const [name, text] = [repository(), tag()]
    if (await push(name, image, text)) tags.set(`${name}:${text}`, image)
  }

  const taken = (): [string, Image] | undefined => {
    return tags.size > 0 ? random.pick([...tags]) : undefined
  }

  async function retag(): Promise<void> {
    const [key = '', image] = taken() ?? []
    if (!image) return
    const [name] = split(key)
    const text = tag()
    if (await push(name, image, text)) tags.set(`${name}:${text}`, image)
  }

  async function deleteTag(): Promise<void> {
    const [key = ''] = taken() ?? []
    if (!key) return
    const [name, text] = split(key)
    await registry().tags.remove(name, tagOf(text))
    tags.delete(key)
  }

  async function deleteImage(): Promise<void> {
    const [key = '', image] = taken() ?? []
    if (!image) return
    const [name] = split(key)
    await registry().manifests.remove(name, image.digest)
    for (const [other, at] of tags) {
      if (split(other)[0] === name && at.digest === image.digest) tags.delete(other)
    }
  }

  async function sign(): Promise<void> {
    const [key = '', image] = taken() ?? []
    if (!image) return
    const [name] = split(key)
    const subject = described(OCI_MANIFEST, image.bytes)
    const signature = newImage({ subject, artifactType: 'test/signature' }, image.digest)
    if (!(await push(name, signature, signature.digest))) return
    referrers.set(name, [...(referrers.get(name) ?? []), signature])
  }

  const works = [
    ...Array.from({ length: 4 }, () => () => pushTag(newImage())),
    () => pushTag(newIndex([newImage(), newImage()])),
    retag,
    deleteTag,
    deleteTag,
    deleteImage,
    sign,
  ]

  async function checkAll(): Promise<void> {
    for (const [key, image] of tags) await checkTag(key, image)
    for (const [name, image] of signatures()) await check(name, image, 'later, a signature')
  }

  /** Those whose subject a tag of this client leads to. */
  function* signatures(): Generator<readonly [RepositoryName, Image]> {
    for (const [name, images] of referrers) {
      const kept = new Set(
        [...tags].filter(([key]) => split(key)[0] === name).map(([, { digest }]) => digest),
      )
      for (const image of images) if (image.subject && kept.has(image.subject)) yield [name, image]
    }
  }

  function* partsOf(image: Image): Generator<Digest> {
    yield image.digest
    for (const blob of image.blobs) yield digestOf(Buffer.from(blob))
    for (const child of image.children) yield* partsOf(child)
  }

  return {
    get rounds() {
      return rounds
    },
    get refused() {
      return refused
    },
    checkAll,

    async round() {
      rounds++
      await random.pick(works)()
      const some = taken()
      if (some) await checkTag(...some)
    },

    *needed() {
      for (const image of tags.values()) yield* partsOf(image)
      for (const [, image] of signatures()) yield* partsOf(image)
    },
  }
}

function split(key: string): readonly [RepositoryName, string] {
  const [name = '', text = ''] = key.split(':')
  return [parseRepositoryName(name), text]
}
