import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { asking, newImage, pushImage, putManifest } from '../support/http-image.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { startReceiver } from './receiver.ts'

/** The program itself, with an endpoint at this port. */
function startTelling(folder: string, port: number): Promise<RunningRegistry> {
  const endpoint = {
    name: 'hook',
    url: `http://127.0.0.1:${port}/events`,
    headers: { Authorization: ['Bearer opensesame'] },
    backoff: '50ms',
    threshold: 2,
    ignore: { actions: ['pull'] },
  }
  const extraConfig = { notifications: { endpoints: [endpoint] } }
  return startRegistry({ program: 'berth', folder, extraConfig })
}

/** Tags put one after another, in two repositories at once. */
async function putTags(registry: RunningRegistry, from: number, to: number): Promise<void> {
  const ask = asking(registry.url)
  const series = ['team/a', 'team/b'].map(async (repository) => {
    const image = newImage()
    await pushImage(ask, repository, `t${from}`, image)
    for (let tag = from + 1; tag < to; tag++) {
      await putManifest(ask, repository, `t${tag}`, image.manifest)
    }
  })
  await Promise.all(series)
}

test('a receiver that was away gets every event, in order, across kill -9 and a restart', async () => {
  await using folder = await temporaryFolder('outage')
  const gone = await startReceiver()
  await gone[Symbol.asyncDispose]()

  let registry = await startTelling(folder.path, gone.port)
  await putTags(registry, 0, 10)
  await registry.kill()
  registry = await startTelling(folder.path, gone.port)
  await putTags(registry, 10, 20)
  await registry.stop()
  expect(registry.output()).toContain('notifications do not arrive')
  expect(registry.output()).not.toContain('opensesame')
  registry = await startTelling(folder.path, gone.port)
  await putTags(registry, 20, 30)

  await using back = await startReceiver({ port: gone.port, status: 503 })
  await back.until(() => back.requests.length > 2)
  expect(back.events).toEqual([])
  back.answer(200)
  const tagsOf = (repository: string) =>
    back.events.flatMap(({ target }) =>
      target.repository === repository ? (target.tag ?? []) : [],
    )
  await back.until(() => tagsOf('team/a').length + tagsOf('team/b').length === 60)
  const all = Array.from({ length: 30 }, (_, tag) => `t${tag}`)
  expect([tagsOf('team/a'), tagsOf('team/b')]).toEqual([all, all])
  expect(new Set(back.events.map(({ id }) => id)).size).toBe(back.events.length)
  // Blobs too: three of each of the images.
  expect(back.events.filter(({ target }) => target.tag === undefined)).toHaveLength(2 * 3 * 3)
  expect(back.requests[0]?.headers.authorization).toBe('Bearer opensesame')
  await registry.stop()
}, 60_000)
