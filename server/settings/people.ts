import { dirname, join } from 'node:path'
import type { AccessRule, Config } from '../config/config.ts'
import type { Loaded, Origin } from '../config/load.ts'
import { ControlError } from '../control/control-error.ts'
import type { HostPeople } from '../control/host.ts'
import { setAccess, setHtpasswd } from './access-text.ts'
import { editedText } from './changed-text.ts'
import { explained } from './explained.ts'

/** Who may use the registry, as config.yml says. */
export function openPeopleSettings(
  { file, env }: Origin & { readonly file: string },
  now: () => Config,
  write: (edit: (text: string) => string, check: (loaded: Loaded) => void) => Promise<void>,
): HostPeople {
  const accessVariable = (): string | undefined => variableBelow('REGISTRY_ACCESS', env)
  return {
    userFile: () => now().auth.htpasswd?.path,
    newUserFile: join(dirname(file), 'users.htpasswd'),
    access: () => {
      const rules = now().access
      const fixedBy = accessVariable()
      return { ...(rules && { rules }), ...(fixedBy !== undefined && { fixedBy }) }
    },
    async changeAccess(rules) {
      refuse(accessVariable(), 'access')
      const edit = (text: string) => editedText(text, (document) => setAccess(document, rules))
      await write(edit, ({ config }) => checkTaken(config.access, rules)).catch(
        (error: unknown) => {
          throw explained(error, ['access'])
        },
      )
    },
    async useUserFile(path) {
      refuse(variableBelow('REGISTRY_AUTH', env), 'auth')
      const edit = (text: string) =>
        editedText(text, (document) => setHtpasswd(document, path, 'Berth'))
      await write(edit, () => undefined).catch((error: unknown) => {
        throw explained(error, ['auth', 'access'])
      })
    },
  }
}

/** What was written has to be what counts. */
function checkTaken(
  found: readonly AccessRule[] | undefined,
  wanted: readonly AccessRule[] | undefined,
): void {
  if ((found?.length ?? 0) === (wanted?.length ?? 0)) return
  throw new ControlError(
    'CONFLICT',
    'the file writes this in a way that only its author can change',
  )
}

function refuse(variable: string | undefined, key: string): void {
  if (variable === undefined) return
  throw new ControlError('INVALID_INPUT', `set by ${variable}; change it there`, key)
}

/** A variable that says something about a section. */
function variableBelow(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const isBelow = (one: string): boolean => one === name || one.startsWith(`${name}_`)
  return Object.keys(env).find((one) => isBelow(one) && env[one])
}
