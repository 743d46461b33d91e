import type { Service } from './contract.ts'
import type { PEOPLE_METHODS } from './people-contract.ts'
import type { People } from './people.ts'

export interface PeopleMethodsParts {
  readonly people: People
  /** Told after the console changed how the registry is. */
  readonly onStatus: () => void
}

export function peopleMethods({
  people,
  onStatus,
}: PeopleMethodsParts): Pick<Service, keyof typeof PEOPLE_METHODS> {
  return {
    'users.list': () => people.listUsers(),
    'users.add': async (input) => {
      const list = await people.addUser(input)
      onStatus()
      return list
    },
    'users.setPassword': (input) => people.setPassword(input),
    'users.setDisabled': (input, caller) => people.setDisabled(input, caller),
    'users.delete': (input, caller) => people.deleteUser(input, caller),
    'access.get': () => people.getAccess(),
    'access.change': (input, caller) => people.changeAccess(input, caller),
    'access.try': (input) => people.tryAccess(input),
  }
}
