import { expect, test } from 'vitest'
import { modeText } from '../../renderer/pages/files/mode-text.ts'

test.each([
  [0o755, 'rwxr-xr-x'],
  [0o640, 'rw-r-----'],
  [0, '---------'],
  [0o4755, 'rwsr-xr-x'],
  [0o4644, 'rwSr--r--'],
  [0o2755, 'rwxr-sr-x'],
  [0o1777, 'rwxrwxrwt'],
  [0o1776, 'rwxrwxrwT'],
])('%o is %s, as ls has it', (mode, text) => {
  expect(modeText(mode)).toBe(text)
})
