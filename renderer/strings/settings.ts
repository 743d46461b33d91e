/** Choices of this browser, and what the registry was told to do. */
export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  themeHint: 'Kept in this browser only.',
  registry: 'Registry',
  registryText: 'Read when Berth starts, and changed in the file.',
  keptIn: (file: string) => `Kept in ${file}, in the language of Distribution’s config.yml.`,
  groups: {
    address: 'Address',
    storage: 'Storage',
    cleaning: 'Unfinished uploads',
    space: 'Free space',
    log: 'Log',
  },
  keys: {
    'http.addr': {
      label: 'Address',
      hint: 'Where the registry listens, such as localhost:5000. :5000 opens it to the network, which asks for a login.',
    },
    'console.addr': {
      label: 'Address of the console',
      hint: 'An address for this window alone, such as localhost:5080. Empty: it lies at the registry’s address.',
    },
    'http.draintimeout': {
      label: 'Patience when stopping',
      hint: 'How long a stop waits for pushes and pulls under way, such as 10s or 2m.',
    },
    'storage.filesystem.rootdirectory': {
      label: 'Folder',
      hint: 'Where images lie. Another folder starts with what is in it; nothing is moved.',
    },
    'storage.delete.enabled': {
      label: 'Allow deleting',
      hint: 'Tags, manifests and blobs can be deleted, here and by clients.',
    },
    'storage.maintenance.readonly.enabled': {
      label: 'Read only',
      hint: 'Refuses pushes and deletes; pulls go on.',
    },
    'storage.maintenance.uploadpurging.enabled': {
      label: 'Remove unfinished uploads',
      hint: 'Pushes that broke off leave bytes behind, with which a later try can go on.',
    },
    'storage.maintenance.uploadpurging.age': {
      label: 'Keep them for',
      hint: 'Since the last byte came, such as 168h for a week.',
    },
    'storage.maintenance.uploadpurging.interval': {
      label: 'Look for them every',
      hint: 'Such as 24h.',
    },
    'storage.maintenance.gc.enabled': {
      label: 'Free space by itself',
      hint: 'Removes what no image needs any more, while pushes and pulls go on.',
    },
    'storage.maintenance.gc.interval': {
      label: 'Free space every',
      hint: 'Such as 24h.',
    },
    'storage.maintenance.gc.untagged': {
      label: 'Delete images without a tag, too',
      hint: 'Platforms of a tagged image and its signatures are kept.',
    },
    'log.level': {
      label: 'Detail',
      hint: 'The least that is worth a line; debug tells the most.',
    },
    'log.accesslog.disabled': {
      label: 'Log every request',
      hint: 'One line for each request that a client makes.',
    },
  },
  applies: { 'at-once': 'Takes effect at once.', 'after-restart': 'Takes effect after a restart.' },
  inUse: (value: string) => `Until Berth is restarted: ${value}`,
  nothing: 'not set',
  fixedBy: (source: string) => `Set by ${source}, which counts more than the file.`,
  save: 'Save',
  saveOf: (label: string) => `Save: ${label}`,
  undoEdit: 'Discard',
  reset: (value: string) => `Default: ${value}`,
  resetOf: (label: string, value: string) => `Set ${label} to its default, ${value}`,
  restartTitle: 'Restart Berth',
  restartText: (names: string) =>
    names === ''
      ? 'What was changed takes effect then.'
      : `What was changed takes effect then: ${names}.`,
  restartNow: 'Restart now',
  restartFailed: 'Berth was not restarted',
  desktop: {
    title: 'This app',
    labels: {
      startAtLogin: 'Start at login',
      hideOnClose: 'Stay in the tray when the window is closed',
      notifyPushes: 'Notify of pushes',
      notifyProblems: 'Notify of problems',
      notifySyncs: 'Notify of syncs',
    },
    secrets: {
      keychain: 'Passwords and keys are kept in the keychain of this system.',
      file: 'Passwords and keys are kept in a file that a passphrase encrypts.',
      memory: 'Passwords and keys are kept until Berth stops, and no longer.',
    },
    hints: {
      startAtLogin: 'Without its window; the icon in the tray shows that it is there.',
      hideOnClose: 'Otherwise closing the window quits Berth, and stops the registry.',
      notifyPushes: 'When an image was pushed.',
      notifyProblems: 'When the registry could not be started, or its storage is away.',
      notifySyncs: 'When a sync has finished, failed or needs a decision.',
    },
  },
  notSaved: 'Not saved:',
  facts: {
    version: 'Version',
    addresses: 'Listens on',
    storage: 'Storage',
    login: 'Login',
  },
  values: {
    storage: { filesystem: 'Folder', azure: 'Azure Blob storage', inmemory: 'Memory' },
    login: { none: 'Nobody needs to log in', htpasswd: 'Users of an htpasswd file' },
  },
  showHow: 'How to change it',
  showHowOf: (name: string) => `How to change it: ${name}`,
  copyHow: 'the lines for config.yml',
} as const
