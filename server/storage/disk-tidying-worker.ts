import { answerQuestions } from '../worker-answers.ts'
import { doTidyingWork, type TidyingResult, type TidyingWork } from './disk-tidying-work.ts'

// A thread of `disk-tidying-threads.ts`, and an entry of its own in the build.

// Of what fails here only the message and the code are told; much fails since there is nothing at a path.
Error.stackTraceLimit = 0

answerQuestions((works: readonly TidyingWork[]) => works.map(attempt))

function attempt(work: TidyingWork): TidyingResult {
  try {
    return doTidyingWork(work)
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { failure: { message, code } }
  }
}
