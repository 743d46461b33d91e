import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ACTIONS, createAccess, type Access } from '../auth/access.ts'
import type { Config } from '../config/config.ts'
import { ControlError } from '../control/control-error.ts'
import type { HostPeople } from '../control/host.ts'
import type { AccessRules, RegistryUser, UserList } from '../control/people-contract.ts'
import type { People } from '../control/people.ts'
import type { LastUsed } from './last-used.ts'
import {
  addUser,
  changePassword,
  disableUser,
  removeUser,
  usersOf,
  type KnownUser,
} from './user-file.ts'

export interface PeopleParts {
  /** As the registry was started. */
  readonly config: Pick<Config, 'auth' | 'access'>
  /** Absent where settings lie elsewhere: then users can be changed where there is a file, and rules cannot. */
  readonly settings: HostPeople | undefined
  /** As the rules are now. */
  readonly access: () => Access | undefined
  readonly lastUsed: Pick<LastUsed, 'of'>
}

/** The users of a registry, who are lines of an htpasswd file, and the rules in its config.yml. */
export function openPeople({ config, settings, access, lastUsed }: PeopleParts): People {
  const isOn = config.auth.htpasswd !== undefined
  const fileNow = (): string | undefined =>
    settings ? settings.userFile() : config.auth.htpasswd?.path

  async function listUsers(): Promise<UserList> {
    const file = fileNow()
    const known = file === undefined ? [] : await usersOf(file)
    const login = isOn ? 'on' : file === undefined ? 'off' : 'after-restart'
    return {
      users: known.map((user) => shown(user, lastUsed.of(user.name))),
      ...(file !== undefined && { file }),
      login,
    }
  }

  function existingFile(): string {
    const file = fileNow()
    if (file !== undefined) return file
    throw new ControlError('NOT_FOUND', 'there are no users yet')
  }

  /** The file is there before the configuration names it: else Berth could not start. */
  async function addFirst(name: string, password: string): Promise<void> {
    if (!settings) {
      throw new ControlError('FORBIDDEN', 'set auth.htpasswd where this registry is configured')
    }
    const file = settings.newUserFile
    await mkdir(dirname(file), { recursive: true })
    await addUser(file, name, password)
    await settings.useUserFile(file)
  }

  function getAccess(): AccessRules {
    const { rules, fixedBy } = settings ? settings.access() : elsewhere(config)
    const isPending = rules !== undefined && !isOn && fileNow() !== undefined
    return { ...(rules && { rules }), ...(fixedBy !== undefined && { fixedBy }), isPending }
  }

  return {
    listUsers,
    async addUser({ name, password }) {
      const file = fileNow()
      if (file === undefined) await addFirst(name, password)
      else await addUser(file, name, password)
      return await listUsers()
    },
    async setPassword({ name, password }) {
      await changePassword(existingFile(), name, password)
      return await listUsers()
    },
    async setDisabled({ name, disabled }, { user }) {
      if (disabled) refuseOneself(name, user, 'disable')
      await disableUser(existingFile(), name, disabled)
      return await listUsers()
    },
    async deleteUser({ name }, { user }) {
      refuseOneself(name, user, 'delete')
      await removeUser(existingFile(), name)
      return await listUsers()
    },
    getAccess,
    async changeAccess({ rules }, { user }) {
      if (!settings) {
        throw new ControlError('FORBIDDEN', 'the settings of this registry are changed elsewhere')
      }
      if (rules && user !== undefined && !createAccess(rules)?.allowsAll(user)) {
        throw new ControlError('CONFLICT', SHUT_OUT)
      }
      await settings.changeAccess(rules)
      return getAccess()
    },
    tryAccess({ user, repository }) {
      const now = access()
      if (!now) return { actions: isOn && user === undefined ? [] : ACTIONS }
      const rule = now.ruleFor(user, repository)
      const actions = ACTIONS.filter((action) => now.allows(user, repository, action))
      return { actions, ...(rule !== undefined && { rule }) }
    },
  }
}

const SHUT_OUT =
  'with these rules you could not change anything here any more: keep a rule that lets you pull, push and delete everywhere (**)'

const elsewhere = ({ access }: Pick<Config, 'access'>) => ({
  ...(access && { rules: access }),
  fixedBy: 'the configuration that this registry was started with',
})

function refuseOneself(name: string, user: string | undefined, deed: string): void {
  if (name !== user) return
  throw new ControlError('CONFLICT', `you cannot ${deed} yourself: another user has to`)
}

function shown(user: KnownUser, lastUsedAt: number | undefined): RegistryUser {
  const state = user.isUsable ? (user.isDisabled ? 'disabled' : 'active') : 'unusable'
  return { name: user.name, state, ...(lastUsedAt !== undefined && { lastUsedAt }) }
}
