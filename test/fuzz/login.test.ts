import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../faults/random.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startRegistry } from '../support/registry-process.ts'
import { faultsOf } from './attack.ts'
import { malformedRequest } from './requests.ts'

const known = {
  name: 'fuzz/app',
  tag: 'latest',
  digest: `sha256:${'0'.repeat(64)}`,
  uploadId: '00000000-0000-4000-8000-000000000000',
}

test('nothing malformed gets past the login', async () => {
  await using home = await temporaryFolder('fuzz-login')
  const htpasswd = join(home.path, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  const folder = join(home.path, 'images')
  await using registry = await startRegistry({ program: 'berth', folder, htpasswd })
  const random = seededRandom(100)
  const requests = Array.from({ length: 300 }, () => {
    const request = malformedRequest(random, known)
    return { ...request, refused: request.method !== 'OPTIONS' }
  })
  expect(await faultsOf(registry.port, requests, ALICE.password)).toEqual([])
  expect((await send(`${registry.url}/v2/`, { login: ALICE })).status).toBe(200)
})
