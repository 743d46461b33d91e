import { fork } from 'node:child_process'
import { entryFile } from '../entry-file.ts'
import type { Answer } from './keychain-answers.ts'
import type { LaunchHelper } from './keychain-process.ts'

/** Starts a process of Node that talks with the keychain; Electron has another kind of its own. */
export function launchNodeHelper(env: NodeJS.ProcessEnv): LaunchHelper {
  return ({ answer, ended }) => {
    // There this would start the app once more.
    if (process.versions['electron']) throw new Error('not in Electron')
    const child = fork(entryFile('keychain-child.ts', import.meta.url), {
      env: { ...withoutSecrets(env), LC_ALL: 'C.UTF-8' },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', (message) => answer(message as Answer))
    child.once('error', (error) => ended(error.message))
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`))
    // Whoever waits for an answer keeps this process alive, and for no longer.
    child.unref()
    child.channel?.unref()
    return {
      // When it cannot be sent, the process has ended, which is told by its own event.
      post: (question) => void child.send(question, () => undefined),
      end: () => void child.kill('SIGKILL'),
    }
  }
}

/** What it has no need of; the language of messages is set, for they are looked at. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(BERTH_SECRET|NODE_OPTIONS$)/i.test(name))
  return Object.fromEntries(kept)
}
