import type { AccessAction, AccessRule } from '../../server/control/people-contract.ts'

const VERBS: Readonly<Record<AccessAction, string>> = {
  pull: 'pull',
  push: 'push',
  delete: 'delete',
}

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const userWord = (user: string): string => {
  if (user === '*') return 'everybody who logs in'
  return user === 'anonymous' ? 'whoever has not logged in' : user
}

const repositoryWord = (pattern: string): string =>
  pattern === '**' ? 'every repository' : pattern

const may = (actions: readonly AccessAction[]): string =>
  actions.length === 0 ? 'may do nothing to' : `may ${joined(actions.map((one) => VERBS[one]))}`

/** A user's name is written as it is, also where a sentence begins with it. */
const capital = (text: string): string =>
  /^(?:everybody who|whoever has) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text

/** Who may use the registry, and what each may do. */
export const people = {
  users: {
    title: 'Users',
    add: 'Add user',
    table: 'Users of the registry',
    name: 'Name',
    state: 'State',
    lastUsed: 'Last used',
    states: {
      active: 'Can log in',
      disabled: 'Disabled',
      unusable: 'Cannot log in: not a bcrypt password',
    },
    never: 'Not yet',
    actionsTitle: 'Actions',
    actions: (name: string) => `Actions for ${name}`,
    password: 'Change password',
    disable: 'Disable',
    enable: 'Enable',
    delete: 'Delete',
    emptyTitle: 'Nobody has to log in',
    emptyText:
      'Everybody who reaches this registry may use it. With the first user, people log in by name and password.',
    nobodyTitle: 'There are no users',
    nobodyText: 'A login is asked for, and nobody has one. Add a user to get in.',
    pendingTitle: 'A login is not asked for yet.',
    pendingText: 'The users count when the registry starts anew.',
    loadFailed: 'The users could not be loaded',
    changeFailed: 'The user could not be changed',
    added: (name: string) => `User ${name} added`,
    changed: (name: string) => `Password of ${name} changed`,
    disabled: (name: string) => `User ${name} disabled`,
    enabled: (name: string) => `User ${name} can log in again`,
    deleted: (name: string) => `User ${name} deleted`,
  },
  userDialog: {
    addTitle: 'Add a user',
    changeTitle: (name: string) => `Change the password of ${name}`,
    name: 'Name',
    changeText: 'Whoever uses the old password is out at once, also of this console.',
  },
  deleteUser: {
    title: (name: string) => `Delete user ${name}?`,
    verb: (name: string) => `Delete ${name}`,
    text: (name: string) =>
      `${name} is out at once and cannot log in any more. Images that ${name} pushed stay. To let ${name} in again, a new password is needed.`,
  },
  password: {
    label: 'Password',
    generate: 'Generate',
    show: 'Show the password',
    hide: 'Hide the password',
    thing: 'the password',
    onceText: 'Copy it now: it is never shown again.',
    strengths: {
      weak: 'Easy to guess: make it longer, or generate one.',
      fair: 'Fair: a few more characters make it strong.',
      strong: 'Strong.',
      long: 'Too long: only 72 bytes of a password count.',
    },
  },
  access: {
    title: 'Access rules',
    text: 'The first rule that names both the user and the repository decides. What no rule names is refused.',
    openText: 'There are no rules: whoever gets in may pull, push and delete everything.',
    add: 'Add rule',
    list: 'Access rules, in order',
    sentence: ({ users, repositories, actions }: AccessRule) =>
      capital(
        `${joined(users.map(userWord))} ${may(actions)} ${joined(repositories.map(repositoryWord))}`,
      ),
    actions: (rule: number) => `Actions for rule ${rule}`,
    edit: 'Change',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove',
    saveFailed: 'The rules could not be changed',
    loadFailed: 'The rules could not be loaded',
    fixedTitle: 'These rules are not changed here.',
    fixedText: (by: string) => `They are set by ${by}.`,
    pendingTitle: 'These rules do not count yet.',
    pendingText: 'They count when the registry starts anew, and asks for a login.',
    removed: (rule: number) => `Rule ${rule} removed`,
    allRemoved: 'All rules removed: whoever gets in may do everything',
    undo: 'Undo',
    moved: (from: number, to: number) => `Rule ${from} is rule ${to} now`,
  },
  ruleDialog: {
    addTitle: 'Add a rule',
    changeTitle: (rule: number) => `Change rule ${rule}`,
    add: 'Add rule',
    change: 'Save rule',
    who: 'And',
    everybody: 'Everybody who logs in',
    anonymous: 'Whoever has not logged in',
    users: 'Users',
    usersHint: 'Names, with commas between them.',
    repositories: 'Repositories',
    repositoriesHint:
      'With commas between them. * stands for anything but a slash, ** for anything: team/** is all in team.',
    actions: 'May',
    names: { pull: 'Pull', push: 'Push', delete: 'Delete' },
    firstText:
      'Everything else stays as it is: a second rule lets everybody do what no other rule decides.',
  },
  tryOut: {
    title: 'Who may do what',
    user: 'User',
    anonymous: 'Not logged in',
    repository: 'Repository',
    none: 'Choose a user and a repository to see what the rules allow.',
    answer: (user: string, repository: string, actions: readonly AccessAction[]) =>
      actions.length === 0
        ? capital(`${user} may do nothing to ${repository}`)
        : capital(`${user} ${may(actions)} ${repository}`),
    anonymousWord: 'whoever has not logged in',
    byRule: (rule: number) => `by rule ${rule}`,
    byNoRule: 'since no rule names both',
    open: 'since there are no rules',
  },
  step: {
    title: 'Who may use it',
    text: 'Berth listens on this computer alone unless you open it to the network. A login is of use also here where several people share the computer.',
    label: 'Who may use it',
    open: 'Everybody on this computer, without a login',
    withUsers: 'Users with passwords',
    next: 'Next',
    addUser: 'Add user',
    have: 'These users can log in:',
    more: 'More users can be added in Credentials.',
  },
} as const
