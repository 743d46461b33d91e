import { spawnSync } from 'node:child_process'
import { type Answer, type Connection, openConnection, requestHead } from './connection.ts'
import type { AzureContainer } from '../support/azure-container.ts'
import { pushBlob, pushImage } from './push.ts'
import { freshContent } from './random-content.ts'
import { sdkDownload, sdkUpload } from './sdk.ts'

/** Where a job sends its requests. */
export interface Place {
  readonly port: number
  /** Sent with every request, such as Authorization. */
  readonly headers: Readonly<Record<string, string>>
}

/** The work that the load process can be asked for; every job answers one number. */
export interface Jobs {
  /** Pushes blobs in parallel, each on its own connection. Seconds from first byte to last 201. */
  pushBlobs(place: Place, count: number, length: number): Promise<number>
  /** Pushes a blob and pulls it `times` over. Median of the seconds of a pull. */
  pullBlob(place: Place, length: number, times: number): Promise<number>
  /** Pushes small images one after another for so many milliseconds. Images a second. */
  pushImages(place: Place, duration: number): Promise<number>
  /** Pushes one image and reads its manifest by tag over and over. Requests a second. */
  readManifest(place: Place, connections: number, duration: number): Promise<number>
  /** Pushes a small blob and asks for its head over and over. Requests a second. */
  headBlob(place: Place, connections: number, duration: number): Promise<number>
  /** Reads one page of the catalog over and over. Requests a second. */
  readCatalog(place: Place, query: string, duration: number): Promise<number>
  /** Uploads random bytes by Azure's SDK alone. Seconds. */
  sdkUpload(container: AzureContainer, length: number): Promise<number>
  /** Uploads them and downloads them `times` over. Median of the seconds of a download. */
  sdkDownload(container: AzureContainer, length: number, times: number): Promise<number>
}

const repository = 'bench/app'
const warmUp = 300

/** Runs in the load process. */
export const jobs: Jobs = {
  async pushBlobs(place, count, length) {
    const contents = Array.from({ length: count }, () => freshContent(length))
    const connections = await openAll(place.port, count)
    spawnSync('sync')
    const started = performance.now()
    await Promise.all(
      connections.map((connection, at) => {
        const content = contents[at] ?? freshContent(length)
        return pushBlob(connection, place.headers, `${repository}-${at}`, content)
      }),
    )
    const seconds = (performance.now() - started) / 1000
    closeAll(connections)
    return seconds
  },

  async pullBlob(place, length, times) {
    const connection = await openConnection(place.port)
    const content = freshContent(length)
    await pushBlob(connection, place.headers, repository, content)
    spawnSync('sync')
    const head = requestHead('GET', `/v2/${repository}/blobs/${content.digest}`, place.headers)
    const seconds: number[] = []
    for (let time = 0; time < times; time++) {
      const started = performance.now()
      expectStatus(await connection.send(head), 200)
      seconds.push((performance.now() - started) / 1000)
    }
    connection.close()
    return seconds.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0
  },

  async pushImages(place, duration) {
    const connection = await openConnection(place.port)
    await pushImage(connection, place.headers, repository, 'first')
    spawnSync('sync')
    const started = performance.now()
    let count = 0
    for (; performance.now() - started < duration; count++) {
      await pushImage(connection, place.headers, repository, `v${count}`)
    }
    const seconds = (performance.now() - started) / 1000
    connection.close()
    return count / seconds
  },

  async readManifest(place, connections, duration) {
    await withConnection(place.port, (connection) =>
      pushImage(connection, place.headers, repository, 'latest'),
    )
    const accept = 'application/vnd.oci.image.manifest.v1+json'
    const headers = { ...place.headers, Accept: accept }
    const head = requestHead('GET', `/v2/${repository}/manifests/latest`, headers)
    return rate(place.port, head, connections, duration)
  },

  async headBlob(place, connections, duration) {
    const content = freshContent(64 * 1024)
    await withConnection(place.port, (connection) =>
      pushBlob(connection, place.headers, repository, content),
    )
    const head = requestHead('HEAD', `/v2/${repository}/blobs/${content.digest}`, place.headers)
    return rate(place.port, head, connections, duration, true)
  },

  readCatalog(place, query, duration) {
    const head = requestHead('GET', `/v2/_catalog?${query}`, place.headers)
    return rate(place.port, head, 1, duration)
  },

  sdkUpload,
  sdkDownload,
}

/** Sends the same request on each connection until the time is over. Answers a second. */
async function rate(
  port: number,
  head: Buffer,
  count: number,
  duration: number,
  isHead = false,
): Promise<number> {
  const connections = await openAll(port, count)
  await hammer(connections, head, warmUp, isHead)
  const started = performance.now()
  const answers = await hammer(connections, head, duration, isHead)
  const seconds = (performance.now() - started) / 1000
  closeAll(connections)
  return answers / seconds
}

async function hammer(
  connections: readonly Connection[],
  head: Buffer,
  duration: number,
  isHead: boolean,
): Promise<number> {
  const end = performance.now() + duration
  let answers = 0
  const repeat = async (connection: Connection) => {
    while (performance.now() < end) {
      expectStatus(await connection.send(head, undefined, isHead), 200)
      answers++
    }
  }
  await Promise.all(connections.map(repeat))
  return answers
}

function expectStatus({ status }: Answer, expected: number): void {
  if (status !== expected) throw new Error(`answered ${status}, expected ${expected}`)
}

function openAll(port: number, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(port)))
}

function closeAll(connections: readonly Connection[]): void {
  for (const connection of connections) connection.close()
}

async function withConnection(
  port: number,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await openConnection(port)
  await work(connection)
  connection.close()
}
