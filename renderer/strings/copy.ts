/** Copying an image to another repository. */
export const copying = {
  button: 'Copy to…',
  readOnly: 'The registry is read only, so nothing can be copied.',
  title: (name: string) => `Copy ${name} to another repository`,
  text: 'No bytes are copied: both repositories share the layers.',
  repository: 'Repository',
  repositoryHint: 'One that exists, or a new one.',
  tag: 'Tag',
  verb: 'Copy',
  replace: (name: string) => `Replace ${name}`,
  done: (name: string) => `Copied to ${name}`,
  replaced: (name: string) => `${name} replaced`,
  open: 'Open',
} as const
