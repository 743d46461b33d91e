import { counted } from '../format.ts'

/** While the layers of an image are read. */
export const reading = {
  title: 'Reading the layers',
  progress: (done: string, total: string, entries: number) =>
    `${done} of ${total}, ${counted(entries, 'entry', 'entries')} so far`,
  failed: 'The layers could not be read',
} as const
