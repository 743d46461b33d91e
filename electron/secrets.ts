import { fileURLToPath } from 'node:url'
import { ownConfigFolder } from '../server/config/data-folder.ts'
import { entryFile } from '../server/entry-file.ts'
import type { LaunchHelper } from '../server/secrets/keychain-process.ts'
import { keepSecrets, type SecretsKeeper } from '../server/secrets/secrets-keeper.ts'
import type { Electron } from './electron.ts'
import type { Surroundings } from './surroundings.ts'

/** The app's secrets. */
export function createSecrets(
  electron: Electron,
  { env, platform }: Pick<Surroundings, 'env' | 'platform'>,
): SecretsKeeper {
  return keepSecrets({
    folder: ownConfigFolder(platform, env),
    env,
    launchHelper: launchUtility(electron),
  })
}

/** A process of Electron's own that talks with the keychain: this program cannot run as Node. */
function launchUtility({ utilityProcess }: Electron): LaunchHelper {
  return ({ answer, ended }) => {
    const file = fileURLToPath(entryFile('keychain-utility.ts', import.meta.url))
    const child = utilityProcess.fork(file, [], { serviceName: 'Berth keychain', stdio: 'ignore' })
    child.on('message', answer)
    child.on('exit', (code) => ended(`exit code ${code}`))
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
      post: (question) => child.postMessage(question),
      end: () => void child.kill(),
    }
  }
}
