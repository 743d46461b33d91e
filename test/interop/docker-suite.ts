import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { dockerArchive } from '../support/docker-archive.ts'
import { dockerClient } from '../support/docker.ts'
import type { DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { Credentials } from '../support/htpasswd.ts'

/** What a suite that uses `docker` needs at hand. */
export interface DockerSuite {
  readonly docker: DockerClient
  /** Makes an image of several layers under this name and gives its id. */
  readonly make: (name: string) => Promise<string>
  /** Pushes what `make` made, forgets it, pulls it again, and gives the id it then has. */
  readonly pushForgetPull: (name: string) => Promise<string>
  readonly login: (host: string, credentials: Credentials) => Promise<string>
}

/** A client of the run's Docker daemon with no logins yet. */
export async function dockerSuite(cleanUp: AsyncDisposableStack): Promise<DockerSuite> {
  const host = inject('dockerHost')
  if (host === undefined) throw new Error('no Docker daemon runs: start with --project interop')
  const { path } = cleanUp.use(await temporaryFolder('docker-client'))
  const docker = dockerClient(host, join(path, 'config'))
  const idOf = async (name: string) =>
    (await docker.run(['image', 'inspect', '--format', '{{.Id}}', name])).trim()
  return {
    docker,
    make: async (name) => {
      const archive = join(path, 'image.tar')
      await writeFile(archive, dockerArchive(name))
      await docker.run(['load', '--quiet', '--input', archive])
      return idOf(name)
    },
    pushForgetPull: async (name) => {
      await docker.run(['push', name])
      await docker.run(['rmi', name])
      await docker.run(['pull', name])
      return idOf(name)
    },
    login: (registry, { username, password }) =>
      docker.run(['login', '--username', username, '--password-stdin', registry], {
        input: password,
      }),
  }
}
