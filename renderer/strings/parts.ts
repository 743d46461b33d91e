/** Words of components that many pages use. */
export const parts = {
  copy: 'Copy',
  copyThing: (thing: string) => `Copy ${thing}`,
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text and copy it by hand.',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  retry: 'Try again',
  loading: 'Loading',
  loadFailed: 'This could not be loaded',
  breadcrumb: 'Where this is',
  notKnown: 'not known',
  selectRow: 'Select',
  part: (what: string, part: string, whole: string) => `${what}: ${part} of ${whole}`,
} as const
