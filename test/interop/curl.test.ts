import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { curl } from '../support/curl.ts'
import type { Curl } from '../support/curl.ts'
import { temporaryFolder } from '../support/folder.ts'
import { sendHalf } from '../support/half-request.ts'
import { ALICE } from '../support/htpasswd.ts'
import { digestOf } from '../support/snapshot.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { run } from '../support/command.ts'
import { PLACES, PROGRAM, startBehind } from './door.ts'

const BLOB = randomBytes(3_000_001)
const CHUNK = 1_000_000

describeWith(['curl'], 'curl', () => {
  describe.each(PLACES)('at a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let folder: string
    let http: Curl

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      folder = cleanUp.use(await temporaryFolder('curl')).path
      http = curl(folder, place.login)
    })

    async function startUpload(repository: string): Promise<string> {
      const { status, headers } = await http(
        'POST',
        `${registry.url}/v2/${repository}/blobs/uploads/`,
      )
      expect(status).toBe(202)
      return absolute(headers['location'])
    }

    function absolute(location: string | undefined): string {
      return new URL(location ?? '', registry.url).href
    }

    function patch(location: string, from: number, to: number) {
      const range = { 'Content-Range': `${from}-${to - 1}` }
      return http('PATCH', location, BLOB.subarray(from, to), range)
    }

    // Distribution 2.8 drops an upload whose chunk broke.
    test.runIf(PROGRAM === 'berth')(
      'resumes an upload whose connection broke in the middle of a chunk',
      async () => {
        const started = await startUpload('resumed')
        const first = await patch(started, 0, CHUNK)
        expect(first.status).toBe(202)
        expect(first.headers['range']).toBe(`0-${CHUNK - 1}`)

        const location = absolute(first.headers['location'])
        await sendHalf(location, BLOB.subarray(CHUNK), CHUNK, place.login)
        const { offset, next } = await statusAfterBreak(location)
        expect(offset).toBeLessThanOrEqual(2 * CHUNK)

        const rest = await patch(next, offset, BLOB.length)
        expect(rest.status).toBe(202)
        const closing = new URL(absolute(rest.headers['location']))
        closing.searchParams.set('digest', digestOf(BLOB))
        const committed = await http('PUT', closing.href)
        expect(committed.status).toBe(201)
        expect(committed.headers['docker-content-digest']).toBe(digestOf(BLOB))
        expect(await pulled('resumed')).toBe(digestOf(BLOB))
      },
    )

    /** What the registry has of a chunk that broke, once it has noticed that no more will come. */
    async function statusAfterBreak(location: string): Promise<{ offset: number; next: string }> {
      let before = 0
      return vi.waitUntil(async () => {
        const { status, headers } = await http('GET', location)
        expect(status).toBe(204)
        const offset = Number(/^0-(\d+)$/.exec(headers['range'] ?? '')?.[1]) + 1
        const settled = offset > CHUNK && offset === before
        before = offset
        return settled && { offset, next: absolute(headers['location'] ?? location) }
      }, 10_000)
    }

    async function pulled(repository: string): Promise<string> {
      const url = `${registry.url}/v2/${repository}/blobs/${digestOf(BLOB)}`
      const { status, body } = await http('GET', url)
      expect(status).toBe(200)
      return digestOf(body)
    }

    // Distribution 2.8 takes a chunk without looking at its range.
    test.runIf(PROGRAM === 'berth')(
      'is told where to go on when a chunk is out of order',
      async () => {
        const started = await startUpload('out-of-order')
        const first = await patch(started, 0, CHUNK)
        const gap = await patch(absolute(first.headers['location']), CHUNK + 1, 2 * CHUNK)
        expect(gap.status).toBe(416)
        expect(gap.headers).toMatchObject({
          range: `0-${CHUNK - 1}`,
          location: expect.stringContaining('/v2/out-of-order/blobs/uploads/'),
        })
        const second = await patch(absolute(gap.headers['location']), CHUNK, 2 * CHUNK)
        expect(second.status).toBe(202)
      },
    )

    test('uploads a blob in one stream without a length', async () => {
      const started = await startUpload('streamed')
      const chunked = { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/octet-stream' }
      const sent = await http('PATCH', started, BLOB, chunked)
      expect(sent.status).toBe(202)
      const closing = new URL(absolute(sent.headers['location']))
      closing.searchParams.set('digest', digestOf(BLOB))
      expect((await http('PUT', closing.href)).status).toBe(201)
      expect(await pulled('streamed')).toBe(digestOf(BLOB))
    })

    test('continues a download that stopped in the middle', async () => {
      const started = new URL(await startUpload('downloaded'))
      started.searchParams.set('digest', digestOf(BLOB))
      expect((await http('PUT', started.href, BLOB)).status).toBe(201)
      const file = join(folder, 'downloaded')
      await writeFile(file, BLOB.subarray(0, CHUNK))
      const url = `${registry.url}/v2/downloaded/blobs/${digestOf(BLOB)}`
      const { login } = place
      const user = login ? ['--user', `${login.username}:${login.password}`] : []
      const quiet = ['--silent', '--show-error', '--fail', '--location', '--noproxy', '*']
      await run('curl', [...quiet, ...user, '--continue-at', '-', '--output', file, url])
      expect(digestOf(await readFile(file))).toBe(digestOf(BLOB))
    })
  })
})

describeWith(['curl', 'htpasswd'], 'a file that htpasswd wrote', () => {
  test('is read again when a user is added', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('htpasswd'))
    const htpasswd = join(path, 'users')
    await run('htpasswd', ['-B', '-b', '-c', htpasswd, 'first', 'one'])
    const registry = await startBehind({ door: 'open' }, cleanUp, { program: PROGRAM, htpasswd })
    const statusFor = async (username: string, password: string) =>
      (await curl(path, { username, password })('GET', `${registry.url}/v2/`)).status
    expect(await statusFor('first', 'one')).toBe(200)
    expect(await statusFor(ALICE.username, ALICE.password)).toBe(401)
    await run('htpasswd', ['-B', '-b', htpasswd, ALICE.username, ALICE.password])
    // A registry may go on for a moment with what it last read.
    const admitted = async () => (await statusFor(ALICE.username, ALICE.password)) === 200
    await vi.waitUntil(admitted, { timeout: 5000, interval: 200 })
    expect(await statusFor('first', 'one')).toBe(200)
  })
})
