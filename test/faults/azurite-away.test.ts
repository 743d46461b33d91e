import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asking,
  digestsOf,
  MANIFEST_TYPE,
  newImage,
  pullImage,
  pushImage,
} from '../support/http-image.ts'
import { type RunningRegistry, startRegistry } from '../support/registry-process.ts'
import { digestOf } from '../support/snapshot.ts'
import { locationOf } from '../support/upload-url.ts'
import { type FlakyAzurite, startFlakyAzurite } from './flaky-azurite.ts'
import { createTraffic, Refused } from './traffic.ts'

/** A request is refused when the tries are over; with the usual number of them that takes seconds. */
const IMPATIENT = { storage: { azure: { max_retries: 1 } } }
const TIMEOUT = 60_000

const APP = '/v2/away/app'
const image = newImage()
const manifest = digestOf(image.manifest)
const blob = digestOf(image.blobs[0] ?? '')
const putting = { headers: { 'Content-Type': MANIFEST_TYPE }, body: image.manifest }
/** Stands for the upload that was begun before. */
const UPLOAD = 'an upload'
const patching = { headers: { 'Content-Type': 'application/octet-stream' }, body: randomBytes(100) }

const cleanUp = new AsyncDisposableStack()
let storage: FlakyAzurite
let registry: RunningRegistry
let upload: string

beforeAll(async () => {
  storage = cleanUp.use(await startFlakyAzurite())
  const azure = storage.container
  registry = cleanUp.use(await startRegistry({ program: 'berth', azure, extraConfig: IMPATIENT }))
  const ask = asking(registry.url)
  await pushImage(ask, 'away/app', 'tag', image)
  upload = locationOf(await ask('POST', `${APP}/blobs/uploads/`))
}, TIMEOUT)

afterAll(() => cleanUp.disposeAsync())

describe('while storage is away', () => {
  beforeAll(() => storage.azurite().stop(), TIMEOUT)

  test.concurrent.each([
    ['POST', `${APP}/blobs/uploads/`, {}],
    ['GET', UPLOAD, {}],
    ['PATCH', UPLOAD, patching],
    ['DELETE', UPLOAD, {}],
    ['HEAD', `${APP}/blobs/${blob}`, {}],
    ['DELETE', `${APP}/blobs/${blob}`, {}],
    ['GET', `${APP}/manifests/tag`, {}],
    ['HEAD', `${APP}/manifests/tag`, {}],
    ['PUT', `${APP}/manifests/new`, putting],
    ['DELETE', `${APP}/manifests/${manifest}`, {}],
    ['GET', `${APP}/tags/list`, {}],
    ['GET', `${APP}/referrers/${manifest}`, {}],
    ['GET', '/v2/_catalog', {}],
  ] as const)(
    '%s of %s is refused for now',
    async (method, path, options) => {
      const traffic = createTraffic(asking(registry.url))
      await expect(traffic.ask(method, path === UPLOAD ? upload : path, options)).rejects.toThrow(
        Refused,
      )
      expect(traffic.faults).toEqual([])
    },
    TIMEOUT,
  )
})

test('when storage is back, all is as it was', { timeout: TIMEOUT }, async () => {
  await storage.comeBack()
  const ask = asking(registry.url)
  expect(await pullImage(ask, 'away/app', 'tag')).toEqual(digestsOf(image))
  expect((await ask('GET', upload)).status).toBe(204)
})
