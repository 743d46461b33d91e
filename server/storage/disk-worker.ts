import { answerQuestions } from '../worker-answers.ts'
import { doDiskWork } from './disk-work.ts'

// A thread of `disk-runner.ts`, and an entry of its own in the build.
answerQuestions(doDiskWork)
