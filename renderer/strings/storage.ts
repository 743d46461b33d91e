import { DAY, counted, exactTime, listed, size } from '../format.ts'

/** Where images live, and what opens it. */
export const storage = {
  title: 'Where images live',
  text: 'In a folder of this computer, or in a container of an Azure storage account. Nothing is moved: what is in the chosen place is served as it is.',
  elsewhere: 'Where this registry keeps images is decided where it was started.',
  fixedBy: (source: string) =>
    `Set by ${source}, which counts more than the file. Change it there.`,
  kind: 'Images live',
  kinds: { filesystem: 'On this computer', azure: 'In Azure Blob Storage' },
  next: 'Next',
  takeFolder: 'Use this folder',
  takeContainer: 'Test and use this container',
  notChosen: 'It was not chosen',
  folder: {
    label: 'Folder',
    hint: 'The whole path. A folder of “registry:2” or “registry:3” can be used as it is.',
    free: (bytes: number) => `${size(bytes)} free.`,
    corrected: (folder: string) => `Berth uses ${folder}, which holds the registry.`,
    states: {
      relative: 'Type the whole path of a folder.',
      absent: 'There is no such folder yet; Berth makes it.',
      empty: 'The folder is empty.',
      registry: 'There are images already:',
      other: 'There are other files in it. Berth keeps its images beside them, in “docker”.',
      'not-a-folder': 'This is a file. Name a folder.',
      'not-writable':
        'Berth may not write there. Choose another folder, or give its user the right to write.',
      'in-use-by-berth': 'Berth keeps its images here now.',
    },
    repositories: (count: number, more: boolean) =>
      `${more ? 'at least ' : ''}${counted(count, 'repository', 'repositories')}, to be served as they are.`,
  },
  azure: {
    how: 'Berth gets in with',
    hows: {
      secret: 'A key, connection string or SAS',
      kept: 'What Berth keeps for it',
      'sign-in': 'Microsoft Entra: sign in here',
      machine: 'Microsoft Entra: a managed identity, or the login of the Azure CLI',
    },
    machineHint:
      'Run “az login” on this computer first, as a user with the role “Storage Blob Data Contributor”.',
    paste: 'Account key, connection string or SAS',
    keptHint: {
      keychain:
        'From “Access keys” or “Shared access tokens” of the storage account. It is kept in the keychain of this system, and never shown again.',
      file: 'From “Access keys” or “Shared access tokens” of the storage account. It is kept in a file that a passphrase encrypts, and never shown again.',
      memory: 'From “Access keys” or “Shared access tokens” of the storage account.',
    },
    nowhere: 'A key cannot be kept here.',
    account: 'Storage account',
    container: 'Container',
    containerHint: 'One for images alone.',
    endpoint: 'Address of the blob service',
    endpointHint: 'Empty for the usual one, https://ACCOUNT.blob.core.windows.net.',
    root: 'Folder in the container',
    rootHint: 'Empty for the container itself.',
    more: 'Other address or folder',
    list: 'Show containers',
    listed: (count: number, more: boolean) =>
      count === 0
        ? 'The account has no containers yet.'
        : `${more ? 'More than ' : ''}${counted(count, 'container')}: choose one in the field.`,
    listFailed: 'The containers cannot be listed',
    create: (name: string) => `Create “${name}”`,
    created: (name: string) => `Container “${name}” was created.`,
    test: 'Test',
    testing: 'Testing: Berth writes, reads and deletes a small blob.',
    works: 'It works.',
    holds: {
      nothing: 'The container is empty.',
      images: 'It holds images already, which are served as they are.',
      other: 'It holds other blobs; Berth keeps its images beside them.',
    },
    fails: 'It does not work',
    whys: {
      'container-missing': 'There is no such container',
      'old-layout': 'These images cannot be served as they are',
      refused: 'It does not work',
    },
  },
  signIn: {
    tenant: 'Tenant',
    tenantHint:
      'An id or a domain. Empty for that of whoever signs in. The user needs the role “Storage Blob Data Contributor”.',
    browser: 'Sign in in the browser',
    code: 'Sign in with a code',
    open: 'Open this page in any browser, and enter the code:',
    theCode: 'the code',
    waiting: 'Waiting until somebody has signed in.',
    cancel: 'Cancel',
    done: (user: string) => `Signed in as ${user}.`,
    failed: 'Nobody was signed in.',
  },
  reading: {
    kinds: {
      'account-key': 'An account key.',
      'connection-string': 'A connection string.',
      sas: 'A SAS.',
      'sas-url': 'A SAS with its address.',
      'container-url': 'An address, without a credential.',
      unknown: 'This is not recognised.',
    },
    of: (account: string, container?: string) =>
      container === undefined
        ? `For account ${account}.`
        : `For container ${container} of account ${account}.`,
    allows: (permissions: readonly string[]) => `It allows to ${listed(permissions, 9)}.`,
  },
  /** How much longer a SAS can be used. */
  ends: (at: number, now: number) => {
    const days = Math.floor((at - now) / DAY)
    if (at <= now) return `Expired on ${exactTime(at)}.`
    if (days < 1) return `Expires in less than a day, ${exactTime(at)}.`
    return days > 60 ? `Expires on ${exactTime(at)}.` : `Expires in ${counted(days, 'day')}.`
  },
  section: {
    title: 'Storage',
    text: 'What opens the container in Azure that holds the images.',
    none: 'Images live in a folder of this computer, which needs no credential.',
    noneAzure: {
      machine:
        'The container is opened by what this computer has: a managed identity, or the login of the Azure CLI.',
      written: 'The credential is in the configuration or in a variable. Berth keeps none.',
      kept: 'The container needs a credential, and Berth keeps none for it.',
    },
    choose: 'Choose where images live',
    table: 'Credentials of storage',
    container: 'Container',
    account: 'Account',
    kind: 'Kind',
    kindNames: { 'account-key': 'Account key', sas: 'SAS', entra: 'Microsoft Entra' },
    user: 'Signed in as',
    use: 'Use',
    uses: { 'in-use': 'in use', 'after-restart': 'after a restart', unused: 'not in use' },
    state: 'State',
    untried: 'not tried yet',
    works: 'works',
    refused: 'refused',
    expiry: 'Expiry',
    savedAt: 'Saved',
    source: 'Set by',
    sources: { console: 'this console', variable: 'a variable, or a file outside of Berth' },
    test: 'Test',
    replace: 'Replace',
    forget: 'Forget',
    of: (deed: string, container: string) => `${deed}: ${container}`,
    whyNotReplace: 'It is set from outside; change it there.',
    whyNotForget: 'The registry needs it. Choose another place for its images first.',
    testFailed: 'It was not tested',
    replaceTitle: (container: string) => `Replace the credential of ${container}`,
    replaceText: 'It is tested first. The registry uses it from the next start on.',
    replaced: 'The credential was replaced.',
    forgetTitle: (container: string) => `Forget the credential of ${container}?`,
    forgetText:
      'Berth deletes it here. In Azure nothing changes: a key or SAS that others may have is revoked there.',
    forgot: 'The credential was forgotten.',
    restart: 'Another place or credential was set. It counts from the next start on.',
  },
} as const
