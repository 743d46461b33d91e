import { counted } from '../format.ts'

/** The first page. */
export const overview = {
  title: 'Overview',
  listening: (addresses: readonly string[]) => `Listening on ${addresses.join(' and ')}.`,
  started: 'Started',
  stopping: (transfers: number) =>
    transfers === 0
      ? 'The registry takes no more requests and is being stopped.'
      : `The registry takes no more requests and waits for ${counted(transfers, 'transfer')} to finish.`,
  stopped: 'The registry is stopped: pushes and pulls are refused.',
  storageAway: 'Storage cannot be reached: pushes and pulls wait or fail.',
  indexing: 'Berth is still counting what is stored. Numbers grow until it is done.',
  try: {
    title: 'Push and pull',
    logIn: 'the command to log in',
    tag: 'the command to tag',
    push: 'the command to push',
    pull: 'the command to pull',
  },
  storage: {
    title: 'Storage',
    used: 'Used by images',
    free: 'Free on the disk',
    counting: 'Being counted',
    repositories: 'Repositories',
    tags: 'Tags',
    place: {
      filesystem: 'Folder',
      azure: 'Azure container',
      inmemory: 'In memory; gone when Berth stops',
    },
    bar: 'Space on the disk',
  },
  moving: { title: 'Moving now', nothing: 'Nothing is being pushed or pulled.' },
  recent: {
    title: 'Recent pushes',
    nothing: 'Nothing was pushed yet. The commands above fill this list.',
    all: 'All activity',
  },
  warnings: 'Needs a hand',
} as const
