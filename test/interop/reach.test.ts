import { mkdir, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Reach } from '../../server/control/reach-contract.ts'
import { newBrowser } from '../control/browser.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { attempt, run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startOwnBerth } from '../support/own-berth.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite } from './docker-suite.ts'

/** Of this machine, as others reach it; docker asks loopback for no certificate. */
const address = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

describeWith(['openssl', 'docker', 'skopeo', 'privilege'], 'opened to the network', () => {
  const cleanUp = cleanUpAfterAll()

  async function openedRegistry(): Promise<{ readonly host: string; readonly reach: Reach }> {
    const { path } = cleanUp.use(await temporaryFolder('reach'))
    const htpasswd = join(path, 'htpasswd')
    await writeHtpasswd(htpasswd, [ALICE])
    const berth = await startOwnBerth(cleanUp, {
      config: { auth: { htpasswd: { realm: 'berth', path: htpasswd } } },
      env: { BERTH_SECRETS_PASSPHRASE: 'of the tests' },
    })
    const browser = newBrowser({
      url: berth.url,
      send: (target, options) => send(`${berth.url}${target}`, options),
    })
    await browser.post('/api/login', { user: ALICE.username, password: ALICE.password })
    const reach = await browser.call('reach.open', { port: berth.port, tls: 'made-here' })
    await browser.call('registry.restart', undefined)
    await berth.restarted(1)
    return { host: `${address}:${berth.port}`, reach }
  }

  test.skipIf(address === undefined)('docker and skopeo trust it as the console says', async () => {
    const { host, reach } = await openedRegistry()
    expect(reach.hosts).toContain(host)
    const trust = join('/etc/docker/certs.d', host)
    cleanUp.defer(() => rm(trust, { recursive: true, force: true }))
    const suite = await dockerSuite(cleanUp)
    await expect(suite.login(host, ALICE)).rejects.toThrow(/certificate|x509/)

    await mkdir(trust, { recursive: true })
    await writeFile(join(trust, 'ca.crt'), reach.certificate?.trust ?? '')
    await suite.login(host, ALICE)
    const name = `${host}/team/api:1`
    const id = await suite.make(name)
    expect(await suite.pushForgetPull(name)).toBe(id)

    const inspect = [
      'inspect',
      '--creds',
      `${ALICE.username}:${ALICE.password}`,
      `docker://${name}`,
    ]
    const none = cleanUp.use(await temporaryFolder('no-trust')).path
    expect((await attempt('skopeo', [...inspect, '--cert-dir', none])).code).not.toBe(0)
    expect(await run('skopeo', [...inspect, '--cert-dir', trust])).toContain('"Digest"')
  })
})
