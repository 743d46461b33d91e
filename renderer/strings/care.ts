import { count, counted } from '../format.ts'

/** What storage holds, what of it can go, and what in it is broken. */
export const care = {
  title: 'Care',
  loadFailed: 'Storage could not be looked at',
  work: {
    measure: 'Measuring what is stored',
    preview: 'Looking for what can go',
    collect: 'Freeing space',
    check: 'Checking storage',
  },
  bySelf: (what: string) => `${what}, as it was due`,
  phase: {
    listing: (done: number) => counted(done, 'blob'),
    reading: (done: number) => counted(done, 'repository', 'repositories'),
    removing: (done: number) => `${counted(done, 'blob')} done`,
  },
  stop: 'Stop',
  failed: {
    measure: 'Storage could not be measured',
    preview: 'What can go is not known',
    collect: 'Space was not freed, or not all of it',
    check: 'Storage was not checked to its end',
  },
  used: {
    title: 'Space',
    used: 'Used',
    unique: 'In one repository',
    shared: 'Shared by several',
    unlinked: 'In no repository',
    repositories: 'Repositories',
    measured: 'Measured',
    again: 'Measure again',
    bar: (unique: string, shared: string, unlinked: string) =>
      `${unique} in one repository, ${shared} shared by several, ${unlinked} in none`,
    none: 'Nothing is measured yet.',
  },
  growth: {
    title: 'Growth',
    label: (first: string, from: string, last: string, to: string) =>
      `From ${from} on ${first} to ${to} on ${last}`,
    none: 'One day is measured so far. A line grows here, a day at a time.',
  },
  largest: {
    title: 'Largest repositories',
    none: 'There is no repository yet.',
    columns: { name: 'Repository', size: 'Size', unique: 'Comes back if deleted' },
  },
  free: {
    title: 'Free space',
    text: 'Layers, configs and manifests that no image needs any more go. Pushes and pulls go on meanwhile.',
    grace: (time: string) => `What was pushed, pulled or asked for within ${time} stays.`,
    untagged: 'Also delete images that have no tag',
    untaggedHint:
      'Platforms of a tagged image, and signatures and the like of an image that stays, are kept.',
    noDelete: 'Deleting is switched off in the settings.',
    open: 'Free space…',
    dialog: 'Free space?',
    verb: (bytes: string) => `Free ${bytes}`,
    verbUnknown: 'Free space',
    nothing: 'There is nothing to free.',
    would: (bytes: string, blobs: number) =>
      `${bytes} would be freed: ${counted(blobs, 'blob')} that nothing needs.`,
    manifests: (manifests: number) =>
      `${counted(manifests, 'image')} without a tag would be deleted.`,
    waiting: (bytes: string) => `${bytes} more are needed by nothing, but too new to go.`,
    list: 'What would go',
    freedList: 'What went',
    columns: { image: 'Of', size: 'Size' },
    nobody: 'no repository',
    leftovers: (repository: string) => `${repository}, deleted images`,
    more: (images: number) => `and ${count(images)} more`,
    last: 'Last time',
    freed: (bytes: string, blobs: number) => `${bytes} freed in ${counted(blobs, 'blob')}.`,
    faults: (faults: number) =>
      `${counted(faults, 'fault')} found on the way. A check says what is wrong.`,
    daily: 'once a day',
    every: (time: string) => `every ${time}`,
    schedule: (every: string) => `Space is freed by itself, ${every}.`,
    next: 'Next time',
    off: 'Space is not freed by itself.',
    settings: 'Change in the settings',
  },
  check: {
    title: 'Check',
    text: 'Looks for images whose layers are missing or damaged, empty manifests, and tags that lead nowhere. It changes nothing.',
    digests: 'Read every layer and compare it with its digest',
    digestsHint: 'Finds silent damage. It reads all that is stored, which takes its time.',
    run: 'Check storage',
    never: 'Storage was not checked since Berth started.',
    fine: 'Nothing is wrong',
    looked: (repositories: number, tags: number, blobs: number) =>
      `${counted(repositories, 'repository', 'repositories')}, ${counted(tags, 'tag')} and ${counted(blobs, 'blob')} were looked at.`,
    found: (faults: number) => `${counted(faults, 'fault')} found`,
    list: 'What is wrong',
    columns: { image: 'Image', text: 'What is wrong, and what to do' },
    more: (faults: number) => `and ${count(faults)} more: berth check lists them all`,
  },
} as const
