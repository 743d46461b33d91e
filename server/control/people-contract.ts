import { flag, list, nothing, object, oneOf, optional, secretText, text } from './check.ts'
import { read, write } from './method.ts'

/** Who may use the registry, and what each may do; a part of the contract. */

export interface RegistryUser {
  readonly name: string
  /** `unusable`: the password is not kept as bcrypt, so that nobody gets in with it. */
  readonly state: 'active' | 'disabled' | 'unusable'
  /** Absent where it was never seen. */
  readonly lastUsedAt?: number
}

export interface UserList {
  readonly users: readonly RegistryUser[]
  /** The file they are in; absent where there is none yet. */
  readonly file?: string
  /** Whether people have to log in. `after-restart`: not yet. */
  readonly login: 'off' | 'on' | 'after-restart'
}

export type AccessAction = 'pull' | 'push' | 'delete'

/** The first rule that names both user and repository decides. */
export interface AccessRule {
  /** Names, `*` for all who logged in, `anonymous` for all who have not. */
  readonly users: readonly string[]
  /** Names in which `*` stands for anything but a slash, `**` for anything. */
  readonly repositories: readonly string[]
  readonly actions: readonly AccessAction[]
}

export interface AccessRules {
  /** Absent: whoever gets in may do all. */
  readonly rules?: readonly AccessRule[]
  /** Why they cannot be changed here, such as a variable. */
  readonly fixedBy?: string
  /** What is shown counts only when the registry starts anew. */
  readonly isPending: boolean
}

export interface AccessAnswer {
  readonly actions: readonly AccessAction[]
  /** The place of the rule that decides, from 0; absent where none fits, or there are none. */
  readonly rule?: number
}

const name = text(255)
const password = secretText(1_000)
const rule = object({
  users: list(text(255), 1_000),
  repositories: list(text(255), 1_000),
  actions: list(oneOf('pull', 'push', 'delete'), 3, 0),
})

export const PEOPLE_METHODS = {
  'users.list': read<UserList>()(nothing),
  /** CONFLICT where there is one of that name. The first user of all makes people log in, after a restart. */
  'users.add': write<UserList>()(object({ name, password })),
  'users.setPassword': write<UserList>()(object({ name, password })),
  /** Who is disabled is out at once. CONFLICT for the last who can log in, and for oneself. */
  'users.setDisabled': write<UserList>()(object({ name, disabled: flag })),
  /** CONFLICT as `users.setDisabled`. */
  'users.delete': write<UserList>()(object({ name })),
  'access.get': read<AccessRules>()(nothing),
  /** Without rules all may do all. CONFLICT where the one who asks would shut themselves out. */
  'access.change': write<AccessRules>()(object({ rules: optional(list(rule, 1_000)) })),
  /** What somebody may do to a repository; without a user, who has not logged in. */
  'access.try': read<AccessAnswer>()(object({ user: optional(name), repository: name })),
} as const
