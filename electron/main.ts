// oxlint-disable-next-line import/no-unassigned-import -- it only sets a variable, and has to be first
import '../server/threads.ts'
import * as electron from 'electron'
import { answerCommand, commandWords } from './command-line.ts'
import { startDesktop } from './desktop.ts'

// The app's scheme has to be known before Electron is ready, so nothing may be waited for here.
const words = commandWords(process.argv)
void (words ? answerCommand(electron, words, process) : startDesktop(electron, process))
