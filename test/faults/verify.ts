import type { Client } from './client.ts'
import { digestOf } from './content.ts'
import type { Image, ImageState, Ledger, TagState } from './ledger.ts'
import { imageKey, settleTag } from './ledger.ts'
import type { Random } from './random.ts'
import type { Property, Tally } from './tally.ts'

/** What a verification works with. */
export interface Verification {
  readonly client: Client
  readonly tally: Tally
  readonly ledger: Ledger
  /** Blobs and manifests that this verification has read, with what was wrong, if anything. */
  readonly seen: Map<string, Promise<string | undefined>>
}

const accept = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ')
const atOnce = 8

/** Checks all that changed since the last time and a sample of the rest. */
export async function verifyRecent(
  verification: Verification,
  random: Random,
  sample: number,
): Promise<void> {
  const { touched, tags, images } = verification.ledger
  const keys = new Set(touched)
  const older = [...tags.keys(), ...images.keys()]
  for (let count = 0; count < sample && older.length > 0; count++) keys.add(random.pick(older))
  touched.clear()
  await verifyKeys(verification, [...keys])
}

/** Checks every promise in the ledger. */
export async function verifyAll(verification: Verification): Promise<void> {
  const { tags, images } = verification.ledger
  await verifyKeys(verification, [...tags.keys(), ...images.keys()])
}

/**
 * Checks that every listed tag was asked for and is served, also one whose push or delete a kill cut
 * off: it comes and goes with its target.
 */
export async function verifyListings({ client, tally, ledger }: Verification): Promise<void> {
  const repositories = new Set([...ledger.tags.values()].map(({ repository }) => repository))
  for (const repository of repositories) {
    const { status, body } = await client.request('read', 'GET', `/v2/${repository}/tags/list`)
    if (status !== 200) continue
    const { tags = [] } = JSON.parse(body.toString()) as { tags: string[] | null }
    for (const tag of tags ?? []) {
      const state = ledger.tags.get(`${repository}:${tag}`)
      const known = state !== undefined && (state.settled !== undefined || state.interrupted)
      const path = `/v2/${repository}/manifests/${tag}`
      const served = known && (await client.request('read', 'HEAD', path)).status === 200
      tally.check('listed tag resolves', served, () => `${repository}:${tag} is listed`)
    }
  }
}

async function verifyKeys(verification: Verification, keys: string[]): Promise<void> {
  const { tags, images } = verification.ledger
  const work = async () => {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      const tag = tags.get(key)
      const image = images.get(key)
      if (tag) await verifyTag(verification, tag)
      if (image) await verifyImage(verification, image)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** Finds out what a tag serves, which must be allowed and whole; from now on only that is right. */
async function verifyTag(verification: Verification, state: TagState): Promise<void> {
  const { client, tally } = verification
  const name = `${state.repository}:${state.tag}`
  const path = `/v2/${state.repository}/manifests/${state.tag}`
  const answer = await client.request('read', 'GET', path, { headers: { Accept: accept } })
  const allowed = [state.settled, ...state.pending]
  const digest = answer.status === 200 ? digestOf(answer.body) : undefined
  const served = allowed.find((image) => image?.manifest.digest === digest)
  const known = answer.status === 200 ? served !== undefined : answer.status === 404
  const fault =
    known && allowed.includes(served)
      ? served && (await brokenPart(verification, served))
      : `answered ${answer.status} ${digest ?? ''}, allowed: ${allowed.map(describe).join(', ')}`
  tally.check(tagProperty(state), fault === undefined, () => `${name}: ${fault}`)
  state.interrupted ||= state.pending.length > 0
  settleTag(state, served)
}

function describe(image: Image | undefined): string {
  return image?.manifest.digest ?? 'absent'
}

function tagProperty({ settled, pending }: TagState): Property {
  if (pending.length === 0) return settled ? 'acknowledged image pulls' : 'delete stays deleted'
  if (pending.includes(undefined)) return 'interrupted delete is whole or undone'
  return settled ? 'moving tag is old or new' : 'unacknowledged push is whole or absent'
}

async function verifyImage(verification: Verification, noted: ImageState): Promise<void> {
  const { tally } = verification
  const name = imageKey(noted.image)
  const fault = await brokenPart(verification, noted.image)
  const gone = fault?.startsWith('404') === true
  if (noted.state === 'present') {
    tally.check('acknowledged image pulls', fault === undefined, () => `${name}: ${fault}`)
  } else if (noted.state === 'deleted') {
    tally.check('delete stays deleted', gone, () => `${name}: ${fault ?? 'is there again'}`)
  } else {
    const held = gone || fault === undefined
    tally.check('interrupted delete is whole or undone', held, () => `${name}: ${fault}`)
    noted.state = gone ? 'deleted' : 'present'
  }
}

/** Pulls an image with all its parts. What is wrong with the first bad one, or nothing. */
async function brokenPart(verification: Verification, image: Image): Promise<string | undefined> {
  const { repository, manifest, blobs, children } = image
  const own = await wrongAnswer(verification, `/v2/${repository}/manifests/${manifest.digest}`)
  if (own !== undefined) return own
  for (const blob of blobs) {
    const fault = await wrongAnswer(verification, `/v2/${repository}/blobs/${blob}`)
    if (fault !== undefined) return `blob: ${fault}`
  }
  for (const child of children) {
    const fault = await brokenPart(verification, child)
    if (fault !== undefined) return `child: ${fault}`
  }
  return undefined
}

/** Reads content by digest, once a verification. Starts with the status when that is not 200. */
function wrongAnswer(verification: Verification, path: string): Promise<string | undefined> {
  const known = verification.seen.get(path)
  if (known) return known
  const reading = readAndHash(verification.client, path)
  verification.seen.set(path, reading)
  return reading
}

async function readAndHash(client: Client, path: string): Promise<string | undefined> {
  const { status, headers, body } = await client.request('read', 'GET', path, {
    headers: { Accept: accept },
  })
  if (status !== 200) return `${status} for ${path}`
  const digest = digestOf(body)
  const named = headers['docker-content-digest']
  if (!path.endsWith(digest)) return `${path} served ${body.length} bytes of ${digest}`
  return named === digest ? undefined : `${path} has Docker-Content-Digest ${named}`
}
