import { counted } from '../format.ts'

/** The list of all repositories. Read with the page that shows it, not at the start. */
export const images = {
  title: 'Images',
  table: 'Repositories',
  search: 'Search repositories',
  import: 'Import…',
  importReadOnly: 'The registry is read only, so nothing can be imported.',
  columns: {
    name: 'Repository',
    tags: 'Tags',
    size: 'Size',
    shared: 'Shared',
    pushed: 'Last push',
    by: 'By',
    pulled: 'Last pull',
  },
  sharedPart: (shared: string) => `${shared} of it is in other repositories as well`,
  nothingShared: 'Nothing of it is in other repositories',
  total: (repositories: number) => counted(repositories, 'repository', 'repositories'),
  found: (found: number) =>
    `${counted(found, 'repository', 'repositories')} ${found === 1 ? 'fits' : 'fit'} the search`,
  loadFailed: 'The repositories could not be listed',
  building: {
    title: 'Berth is reading what is stored',
    text: (repositories: number, tags: number) =>
      `${counted(repositories, 'repository', 'repositories')} and ${counted(tags, 'tag')} so far. The list grows until all is read.`,
  },
  noneFound: {
    title: (search: string) => `No repository fits “${search}”`,
    text: 'The search looks for these letters anywhere in the name of a repository.',
    clear: 'Show all repositories',
  },
  empty: {
    title: 'No images yet',
    text: 'Three commands put the first one here. It shows up as soon as it is pushed.',
    locked: 'This registry is read only, so nothing can be pushed to it now.',
    steps: {
      login: 'Log in once',
      get: 'Have an image, for example this one',
      tag: 'Give it a name at this registry',
      push: 'Push it',
    },
    file: 'Or take images from a file that docker save or another tool made:',
    command: (step: string) => `the command: ${step}`,
  },
} as const
