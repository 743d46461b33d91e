import { counted } from '../format.ts'

/** What an image wastes. */
export const space = {
  loadFailed: 'What this image wastes could not be counted',
  soFar: 'Numbers grow until all layers are read.',
  nothingYet: 'The layers are still being read.',
  facts: {
    label: 'Wasted space',
    total: 'All layers, unpacked',
    hidden: 'Hidden by later layers',
    saved: 'Squashing would save',
    savedHint: 'Of what is stored, guessed from how well each layer is packed.',
    about: (saved: string) => `about ${saved}`,
    duplicates: 'The same content again',
  },
  bar: (hidden: string, total: string) => `${hidden} of ${total} are hidden by later layers`,
  none: {
    title: 'Nothing is wasted',
    text: 'No layer hides a file of another one, and no content is there twice.',
  },
  hidden: {
    title: 'Hidden files',
    text: 'Still in a layer, and no longer seen: a later layer overwrote or removed them.',
    none: 'No layer hides a file of another one.',
    overwritten: (by: string) => `overwritten by ${by}`,
    removed: (by: string) => `removed by ${by}`,
  },
  duplicates: {
    title: 'Duplicates',
    text: 'The same content at several paths, and what the further copies take.',
    none: 'No content is there twice.',
    copiesOf: (copies: number) => `${counted(copies, 'copy', 'copies')} of`,
    more: (more: number) => `${counted(more, 'more path', 'more paths')}`,
  },
  largest: { title: 'Largest files', none: 'No files.' },
  columns: {
    path: 'Path',
    size: 'Size',
    layer: 'Layer',
    fate: 'What became of it',
  },
  showAll: (more: number) => `Show ${counted(more, 'more', 'more')}`,
  unknownLayer: 'a later layer',
} as const
