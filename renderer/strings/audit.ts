import { counted } from '../format.ts'

/** Who changed what. */
export const audit = {
  title: 'Audit',
  label: 'Changes, the newest first',
  search: 'Search by user, address, repository or deed',
  columns: {
    what: 'What',
    about: 'About',
    who: 'Who',
    from: 'From',
    how: 'How',
    when: 'When',
  },
  actions: {
    push: 'Pushed',
    delete: 'Deleted',
    'delete-blob': 'Blob deleted',
    login: 'Logged in',
    'login-failed': 'Login failed',
    'tags.add': 'Tagged',
    'tags.copy': 'Copied',
    'tags.delete': 'Tags deleted',
    'imports.store': 'Imported',
    'settings.change': 'Settings changed',
    'desktop.change': 'App changed',
    'registry.start': 'Started',
    'registry.stop': 'Stopped',
    'registry.restart': 'Restarted',
    'notifications.test': 'Test event sent',
    'notifications.retry': 'Delivery retried',
  } as Readonly<Record<string, string>>,
  ways: { client: 'By a client', console: 'In the console', server: 'By itself' },
  refused: (why: string) => `Not done: ${why}`,
  repeated: (times: number) => `and ${counted(times, 'time')} before`,
  offTitle: 'No audit log is kept',
  offText: 'It is switched off by log.audit.enabled, or there is no place for it.',
  emptyTitle: 'Nothing was changed yet',
  emptyText:
    'Pushes of tags, deletions, logins that failed and changes in the console are listed here.',
  noneFound: (search: string) => `Nothing in the audit log fits “${search}”`,
  keptIn: (file: string) => `Kept in ${file}`,
} as const
