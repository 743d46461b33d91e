import { answerKeychain } from './keychain-answers.ts'
import type { Question } from './keychain-answers.ts'

/**
 * The process of Node that talks with the keychain. Started by `keychain-node.ts`, and an entry of
 * its own in the build.
 */
process.on('message', (question: Question) => {
  void answerKeychain(question).then((answer) => process.send?.(answer))
})

// Not `process.exit`: it would wait for a call that the keychain does not answer.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
