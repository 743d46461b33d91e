import { describe, expect, test } from 'vitest'
import { makeCertificate } from '../support/certificate.ts'
import type { Certificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite } from './docker-suite.ts'
import { DOORS, startBehind } from './door.ts'
import { copyInAndOut } from './index-copy.ts'

/** Docker asks no certificate of 127.0.0.1, skopeo does. */
describe.each(DOORS)('TLS from certificate files, at a registry that is $door', (door) => {
  const cleanUp = cleanUpAfterAll()

  async function start(): Promise<{ registry: RunningRegistry; certificate: Certificate }> {
    const { path } = cleanUp.use(await temporaryFolder('certificate'))
    const certificate = await makeCertificate(path)
    const tls = { certificate: certificate.certificate, key: certificate.key }
    return { certificate, registry: await startBehind(door, cleanUp, { tls }) }
  }

  describeWith(['openssl', 'skopeo'], `skopeo over TLS, ${door.door}`, () => {
    test('copies a multi-arch index in and out, and trusts the certificate', async () => {
      const { registry, certificate } = await start()
      const access = { ...door, trustFolder: certificate.trustFolder }
      const { pushed, pulled } = await copyInAndOut(registry.host, access, cleanUp)
      expect(pulled).toBe(pushed)
    })
  })

  describeWith(['openssl', 'docker', 'privilege'], `docker over TLS, ${door.door}`, () => {
    test('pulls the image that it pushed', async () => {
      const { registry } = await start()
      const suite = await dockerSuite(cleanUp)
      if (door.login) await suite.login(registry.host, door.login)
      const name = `${registry.host}/over/tls:1`
      const id = await suite.make(name)
      expect(await suite.pushForgetPull(name)).toBe(id)
    })
  })
})
