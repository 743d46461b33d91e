/** Choices of this browser, and what the registry was told to do. */
export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  themeHint: 'Kept in this browser only.',
  registry: 'Registry',
  registryText: 'Read from config.yml when Berth starts. Change it there, then restart Berth.',
  facts: {
    version: 'Version',
    addresses: 'Listens on',
    storage: 'Storage',
    login: 'Login',
    readOnly: 'Writing',
    delete: 'Deleting',
  },
  values: {
    storage: { filesystem: 'Folder', azure: 'Azure Blob storage', inmemory: 'Memory' },
    login: { none: 'Nobody needs to log in', htpasswd: 'Users of an htpasswd file' },
    readOnly: { yes: 'Read only: pushes are refused', no: 'Pushes are accepted' },
    delete: { yes: 'Tags and images can be deleted', no: 'Nothing can be deleted' },
  },
  showHow: 'How to change it',
  showHowOf: (name: string) => `How to change it: ${name}`,
  copyHow: 'the lines for config.yml',
} as const
