import { answerKeychain, type Question } from '../server/secrets/keychain-answers.ts'

/** The process that talks with the keychain; started by `secrets.ts`, and an entry of its own in the build. */
const { parentPort } = process
parentPort.on('message', ({ data }: { readonly data: Question }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
  void answerKeychain(data).then((answer) => parentPort.postMessage(answer))
})
