import { expect, test } from 'vitest'
import { answerCommand, commandWords } from '../../electron/command-line.ts'
import { standIn } from './stand-in.ts'

test.each<[readonly string[], readonly string[] | undefined]>([
  [['/opt/Berth/berth-desktop'], undefined],
  [['berth-desktop', '--hidden'], undefined],
  [['electron', '.', '--', '--cli'], undefined],
  [
    ['berth-desktop', '--headless', '--cli', '--', 'tag', '--help'],
    ['tag', '--help'],
  ],
  [
    ['berth-desktop', '--cli', '--', 'import', '--', '-'],
    ['import', '--', '-'],
  ],
  [['berth-desktop', '--cli', '--'], []],
  [['berth-desktop', '--cli'], []],
])('%j asks for %j', (argv, words) => {
  expect(commandWords(argv)).toEqual(words)
})

test.each([
  [['--version'], 0],
  [['sail'], 2],
])('%j ends with %d, without a window', async (words, code) => {
  const desktop = standIn(() => Promise.reject(new Error('a window was opened')))
  const quiet = { ...process, stdout: { write: () => true }, stderr: { write: () => true } }
  await answerCommand(desktop.electron, words, quiet as unknown as NodeJS.Process)
  expect(await desktop.app.exited).toBe(code)
})
