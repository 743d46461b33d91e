import type { Push } from './blob-push.ts'
import { accept, pushBlob } from './blob-push.ts'
import { Interrupted } from './client.ts'
import { sizedContent } from './content.ts'
import { pushImage, pushIndex } from './image-push.ts'
import { type Image, imageState, settleTag, tagState } from './ledger.ts'

/** One turn of a pusher; the name is unique over the whole run. */
type Turn = (push: Push, name: string) => Promise<void>

const images: Turn = async (push, name) => {
  const repository = `faults/app-${push.random.between(1, 3)}`
  await pushImage(push, repository, push.random.between(1, 3), name)
}

const shared: Turn = async (push, name) => {
  await pushImage(push, 'faults/shared', 2, name)
}

const indexes: Turn = async (push, name) => {
  await pushIndex(push, 'faults/multi', name)
}

/** One pusher a tag, since the ledger knows no order between two; no layers, to be quick. */
const retags: Turn = async (push) => {
  await pushImage(push, 'faults/moving', 0, 'latest')
}

const deletes: Turn = async (push, name) => {
  const image = await pushImage(push, 'faults/deleted', 0, name)
  if (push.random.chance(0.5)) await deleteTag(push, image.repository, name)
  else await deleteImage(push, image, name)
}

/** A layer large enough for a kill to fall into its chunks. */
const largeBlobs: Turn = async (push) => {
  const size = push.random.between(1, 8) * 2 ** 20
  await pushBlob(push, 'faults/large', sizedContent(push.random, size))
}

const turns: readonly Turn[] = [images, images, shared, indexes, retags, deletes, largeBlobs]

/** Runs all pushers at once until the server dies under them. */
export async function pushUntilDeath(push: Push): Promise<void> {
  await Promise.all(
    turns.map(async (turn, at) => {
      const own = { ...push, random: push.random.fork(at) }
      for (let count = 0; await survives(turn(own, `v-${push.life}-${at}-${count}`)); count++);
    }),
  )
}

async function survives(turn: Promise<void>): Promise<boolean> {
  try {
    await turn
    return true
  } catch (error) {
    if (error instanceof Interrupted) return false
    throw error
  }
}

async function deleteTag(push: Push, repository: string, tag: string): Promise<void> {
  const state = tagState(push.ledger, repository, tag)
  state.pending.push(undefined)
  const path = `/v2/${repository}/manifests/${tag}`
  const answer = await push.client.request('delete', 'DELETE', path)
  accept(push, `DELETE ${path}`, answer, 202)
  if (answer.status === 202) settleTag(state, undefined)
}

async function deleteImage(push: Push, image: Image, tag: string): Promise<void> {
  const tagged = tagState(push.ledger, image.repository, tag)
  const noted = imageState(push.ledger, image)
  tagged.pending.push(undefined)
  if (noted) noted.state = 'deleting'
  const path = `/v2/${image.repository}/manifests/${image.manifest.digest}`
  const answer = await push.client.request('delete', 'DELETE', path)
  accept(push, `DELETE ${path}`, answer, 202)
  if (answer.status !== 202) return
  settleTag(tagged, undefined)
  if (noted) noted.state = 'deleted'
}
