import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/command.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { writeOciLayout } from '../support/oci-layout.ts'
import { containersClient } from '../support/podman.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { skopeo } from '../support/skopeo.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite, type DockerSuite } from './docker-suite.ts'

/** May pull what is in team, and nothing else but what all may. */
const BOB = { username: 'bob', password: 'pulls in team' }
const ACCESS = [
  { users: ['alice'], repositories: ['**'], actions: ['pull', 'push', 'delete'] },
  { users: ['bob'], repositories: ['team/**'], actions: ['pull'] },
  { users: ['*', 'anonymous'], repositories: ['public/**'], actions: ['pull'] },
]

/** @param more rules in place of the usual ones, or other settings */
async function startGuarded(
  cleanUp: AsyncDisposableStack,
  more: Readonly<Record<string, unknown>> = {},
): Promise<RunningRegistry> {
  const { path } = cleanUp.use(await temporaryFolder('access'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE, BOB])
  const extraConfig = { access: ACCESS, ...more }
  const settings = {
    program: 'berth',
    htpasswd,
    folder: join(path, 'images'),
    extraConfig,
  } as const
  return cleanUp.use(await startRegistry(settings))
}

describeWith(['docker', 'privilege'], 'docker at a registry with rules', () => {
  const cleanUp = cleanUpAfterAll()
  let registry: RunningRegistry
  let alice: DockerSuite
  let bob: DockerSuite
  let nobody: DockerSuite

  beforeAll(async () => {
    registry = await startGuarded(cleanUp)
    alice = await dockerSuite(cleanUp)
    bob = await dockerSuite(cleanUp)
    nobody = await dockerSuite(cleanUp)
    await alice.login(registry.host, ALICE)
    await bob.login(registry.host, BOB)
  })

  const pushed = async (repository: string): Promise<string> => {
    const name = `${registry.host}/${repository}:1`
    await alice.make(name)
    await alice.docker.run(['push', name])
    await alice.docker.run(['rmi', name])
    return name
  }

  test('anybody pulls what is open to all, without a login', async () => {
    const name = await pushed('public/open')
    expect(await nobody.docker.run(['pull', name])).toContain('Downloaded newer image')
  })

  test('who has not logged in pulls nothing else', async () => {
    const name = await pushed('closed/app')
    const { code, stderr } = await nobody.docker.attempt(['pull', name])
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/pull access denied .* may require 'docker login'/)
  })

  test('a user pulls what the rules name', async () => {
    const name = await pushed('team/app')
    await bob.docker.run(['pull', name])
    const { code, stderr } = await bob.docker.attempt(['push', name])
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/denied: the rules of this registry do not let you push team\/app/)
  })

  test('a user pulls what is open to all, and nothing else', async () => {
    await bob.docker.run(['pull', await pushed('public/for-bob')])
    const { stderr } = await bob.docker.attempt(['pull', await pushed('closed/other')])
    expect(stderr).toMatch(/denied/)
  })

  test('who has not logged in cannot push where pulling is open', async () => {
    const name = await pushed('public/mine')
    await nobody.docker.run(['pull', name])
    const { code, stderr } = await nobody.docker.attempt(['push', name])
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/unauthorized|denied/)
  })

  test('a wrong password is told', async () => {
    const wrong = ['login', '--username', 'bob', '--password-stdin', registry.host]
    const { code, stderr } = await nobody.docker.attempt(wrong, { input: 'guess' })
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/wrong user name or password|401/)
  })
})

describeWith(['docker', 'privilege'], 'docker at a registry that wants tokens of everybody', () => {
  const cleanUp = cleanUpAfterAll()

  test('logs in, pushes and pulls', async () => {
    const { path } = cleanUp.use(await temporaryFolder('tokens'))
    const htpasswd = join(path, 'htpasswd')
    await writeHtpasswd(htpasswd, [ALICE])
    const auth = { htpasswd: { realm: 'berth', path: htpasswd, tokens: true } }
    const settings = { program: 'berth', folder: join(path, 'images') } as const
    const registry = cleanUp.use(await startRegistry({ ...settings, extraConfig: { auth } }))
    const suite = await dockerSuite(cleanUp)
    await suite.login(registry.host, ALICE)
    const name = `${registry.host}/round/trip:1`
    const id = await suite.make(name)
    expect(await suite.pushForgetPull(name)).toBe(id)
  })
})

describeWith(['skopeo'], 'skopeo at a registry with rules', () => {
  const cleanUp = cleanUpAfterAll()

  test('pushes with a login and pulls without one', async () => {
    const registry = await startGuarded(cleanUp)
    const { path } = cleanUp.use(await temporaryFolder('skopeo-access'))
    await writeOciLayout(join(path, 'in'), '1')
    const name = (repository: string) => `docker://${registry.host}/${repository}:1`
    const [alice, bob, nobody] = [skopeo({ login: ALICE }), skopeo({ login: BOB }), skopeo({})]
    for (const repository of ['public/app', 'team/app']) {
      await alice.push(`oci:${join(path, 'in')}:1`, name(repository))
    }
    await nobody.pull(name('public/app'), `dir:${join(path, 'out')}`)
    await bob.pull(name('team/app'), `dir:${join(path, 'bob')}`)
    await expect(nobody.run(['inspect', '--raw', name('team/app')])).rejects.toThrow(
      /unauthorized|login/,
    )
    await expect(bob.run(['delete', name('team/app')])).rejects.toThrow(/denied|403/i)
  })
})

describeWith(['podman', 'privilege'], 'podman at a registry with rules', () => {
  const cleanUp = cleanUpAfterAll()

  test('pulls what is open without a login, and the rest with one', async () => {
    const registry = await startGuarded(cleanUp)
    const { path } = cleanUp.use(await temporaryFolder('podman-access'))
    const podman = await containersClient('podman', path)
    const name = (repository: string) => `${registry.host}/${repository}:1`
    const context = await writeBuildContext(join(path, 'context'))
    await run('tar', ['-cf', `${context}.tar`, '-C', context, '.'])
    for (const repository of ['public/app', 'team/app']) {
      await podman.run(['import', '--quiet', `${context}.tar`, name(repository)])
      const creds = ['--creds', `${ALICE.username}:${ALICE.password}`]
      await podman.run(['push', '--tls-verify=false', ...creds, name(repository)])
      await podman.run(['rmi', '--force', name(repository)])
    }
    const pull = (repository: string) =>
      podman.attempt(['pull', '--quiet', '--tls-verify=false', name(repository)])
    expect(await pull('public/app')).toMatchObject({ code: 0 })
    expect((await pull('team/app')).stderr).toMatch(/unauthorized|login/)
    const login = ['login', '--tls-verify=false', '--username', 'bob', '--password-stdin']
    await podman.run([...login, registry.host], { input: BOB.password })
    expect(await pull('team/app')).toMatchObject({ code: 0 })
  })
})
