import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, PUBLIC_NAME } from '../support/certificate.ts'
import type { Certificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startNginx } from '../support/nginx.ts'
import type { Location, Nginx } from '../support/nginx.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite } from './docker-suite.ts'
import { PLACES, startBehind } from './door.ts'
import type { Place } from './door.ts'
import { copyInAndOut } from './index-copy.ts'

interface Setting extends Place {
  readonly setting: string
  readonly prefix?: string
  readonly locations: (upstream: string) => readonly Location[]
}

const PREFIX = '/registry/'
const REWRITE = '~^https?://[^/]+/registry/v2/(.*)$ $scheme://$http_host/v2/$1'

function atRoot(upstream: string): Location[] {
  return [{ path: '/v2/', upstream }]
}

function underPrefix(upstream: string): Location[] {
  return [
    { path: '/v2/', upstream: `${upstream}/registry/v2/` },
    { path: PREFIX, upstream },
  ]
}

function underPrefixRewritten(upstream: string): Location[] {
  return [{ path: '/v2/', upstream: `${upstream}/registry/v2/`, rewrite: REWRITE }]
}

/**
 * The usual ways to put a registry behind nginx. Docker sends its login only below the `/v2/` where
 * it was asked for it, so with a prefix and a login nginx has to rewrite the addresses.
 */
const SETTINGS: readonly Setting[] = [
  ...PLACES.map((place) => ({ ...place, setting: 'the root', locations: atRoot })),
  {
    door: 'open',
    storage: 'on disk',
    setting: 'http.prefix',
    prefix: PREFIX,
    locations: underPrefix,
  },
  {
    door: 'protected',
    storage: 'on disk',
    login: ALICE,
    setting: 'http.prefix with rewritten addresses',
    prefix: PREFIX,
    locations: underPrefixRewritten,
  },
]

describeWith(['nginx', 'openssl'], 'nginx', () => {
  describe.each(SETTINGS)('before $setting of a registry $storage that is $door', (setting) => {
    const cleanUp = cleanUpAfterAll()
    let certificate: Certificate
    let nginx: Nginx

    beforeAll(async () => {
      const { path } = cleanUp.use(await temporaryFolder('certificate'))
      certificate = await makeCertificate(path)
      const { prefix } = setting
      const registry = await startBehind(setting, cleanUp, prefix === undefined ? {} : { prefix })
      nginx = cleanUp.use(await startNginx(certificate, setting.locations(registry.url)))
    })

    test('an upload is continued at the address that the client knows', async () => {
      const url = `${nginx.url}/v2/some/repository/blobs/uploads/`
      const access = { ca: await readFile(certificate.certificate, 'utf8'), ...login() }
      const { status, headers } = await send(url, { method: 'POST', ...access })
      expect(status).toBe(202)
      const next = new URL(headers.location ?? '', url)
      expect(next.origin).toBe(nginx.url)
      expect((await send(next, access)).status).toBe(204)
    })

    function login() {
      return setting.login ? { login: setting.login } : {}
    }

    const where = `${setting.setting}, ${setting.storage}, ${setting.door}`
    describeWith(['skopeo'], `skopeo through nginx (${where})`, () => {
      test('copies a multi-arch index in and out', async () => {
        const access = { ...login(), trustFolder: certificate.trustFolder }
        const { pushed, pulled } = await copyInAndOut(nginx.host, access, cleanUp)
        expect(pulled).toBe(pushed)
      })
    })

    describeWith(['docker', 'privilege'], `docker through nginx (${where})`, () => {
      test('pulls the image that it pushed', async () => {
        const suite = await dockerSuite(cleanUp)
        if (setting.login) await suite.login(nginx.host, setting.login)
        const name = `${nginx.host}/through/nginx:1`
        const id = await suite.make(name)
        expect(await suite.pushForgetPull(name)).toBe(id)
      })
    })
  })
})

describeWith(['nginx', 'openssl'], 'nginx under a public name', () => {
  test('a registry on loopback answers to the name that http.host gives it', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('certificate'))
    const certificate = await makeCertificate(path)
    const extraConfig = { http: { host: `https://${PUBLIC_NAME}` } }
    const registry = await startBehind({ door: 'open' }, cleanUp, { extraConfig })
    const nginx = cleanUp.use(await startNginx(certificate, atRoot(registry.url)))
    const { status, headers } = await send(`${nginx.url}/v2/named/blobs/uploads/`, {
      method: 'POST',
      headers: { host: PUBLIC_NAME },
      ca: await readFile(certificate.certificate, 'utf8'),
    })
    expect(status).toBe(202)
    const next = `https://${PUBLIC_NAME}/v2/named/blobs/uploads/`
    expect(headers.location?.slice(0, next.length)).toBe(next)
  })
})
