import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { CLI } from '../support/cli.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeOciLayout } from '../support/oci-layout.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { skopeo, type Skopeo } from '../support/skopeo.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { PLACES, startBehind } from './door.ts'

describeWith(['skopeo'], 'skopeo, by files', () => {
  describe.each(PLACES)('of a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let folder: string
    let client: Skopeo

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      folder = cleanUp.use(await temporaryFolder('carry')).path
      client = skopeo(place)
    })

    const at = (name: string): string => `docker://${registry.host}/${name}`
    const raw = (name: string): Promise<string> => client.run(['inspect', '--raw', at(name)])

    function berth(...[command = '', ...args]: readonly string[]): Promise<string> {
      const { username = '', password = '' } = place.login ?? {}
      const user = place.login ? ['--user', username] : []
      const options = ['--registry', registry.url, ...user]
      return run('node', [CLI, command, ...options, ...args], { env: { BERTH_PASSWORD: password } })
    }

    test('an image of several platforms goes in as a folder, and comes out as an archive', async () => {
      const layout = join(folder, 'layout')
      const index = await writeOciLayout(layout, '1')
      const taken = await berth('import', '--as', 'multi/in:1', layout)
      expect(taken).toContain(index.digest)
      expect(digestOf(await raw('multi/in:1'))).toBe(index.digest)
      const archive = join(folder, 'multi.tar')
      await berth('export', 'multi/in:1', archive)
      await client.push(`oci-archive:${archive}`, at('multi/out:1'))
      expect(digestOf(await raw('multi/out:1'))).toBe(index.digest)
    })

    test('what skopeo copies to an archive keeps its digest', async () => {
      const layout = join(folder, 'layout')
      const index = await writeOciLayout(layout, '1')
      const archive = join(folder, 'in.tar')
      await run('skopeo', [
        '--insecure-policy',
        'copy',
        '--all',
        '--quiet',
        `oci:${layout}:1`,
        `oci-archive:${archive}:localhost/skopeo/in:1`,
      ])
      expect(await berth('import', archive)).toMatch(`skopeo/in:1 ${index.digest}`)
      expect(digestOf(await raw('skopeo/in:1'))).toBe(index.digest)
    })

    test('an image of one platform goes through a docker-archive with its id', async () => {
      const layout = join(folder, 'one')
      await writeOciLayout(layout, '1')
      await berth('import', '--as', 'one/in:1', layout)
      const archive = join(folder, 'one.tar')
      await berth('export', '--platform', 'linux/amd64', '--format', 'docker', 'one/in:1', archive)
      await client.push(`oci-archive:${archive}`, at('one/out:1'))
      const { config } = JSON.parse(await raw('one/out:1'))
      const all = JSON.parse(await raw('one/in:1'))
      const [amd64] = all.manifests
      expect(digestOf(await raw('one/out:1'))).toBe(amd64.digest)
      expect(config.digest).toMatch(/^sha256:/)
    })
  })
})
