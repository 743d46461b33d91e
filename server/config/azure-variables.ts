import type { Overrides } from './surroundings.ts'
import { storageKeys } from './keys.ts'
import type { Report, Spot } from './report.ts'
import { choices, expandChoice } from './schema.ts'
import type { Tree } from './tree.ts'
import { emptyMapping, isEmpty, placeOf, valueAt, withValue } from './tree.ts'

/** The variables of Azure's own tools, by the key of `storage.azure` that each may fill. */
const variables = {
  container: 'AZURE_STORAGE_CONTAINER',
  accountname: 'AZURE_STORAGE_ACCOUNT_NAME',
  connectionstring: 'AZURE_STORAGE_CONNECTION_STRING',
  accountkey: 'AZURE_STORAGE_ACCOUNT_KEY',
} as const

type Key = keyof typeof variables

/** Whether what stands there came from one of these variables. */
export function isAzureVariable({ root, path }: Spot): boolean {
  const { source } = placeOf(root, path)
  return Object.values<string>(variables).includes(source)
}

/**
 * The tree with what `storage.azure` leaves open filled from these variables. Where no storage driver
 * is named at all, they may also choose Azure, with a warning. Their values are no YAML.
 */
export function applyAzureVariables(
  tree: Tree,
  env: NodeJS.ProcessEnv,
  { dataFolder }: Overrides,
  report: Report,
): Tree {
  const storage = expandChoice(valueAt(tree, ['storage']) ?? emptyMapping(tree.place))
  const isOpen = choices(storage, storageKeys).length === 0 && dataFolder === undefined
  const reason = isOpen && (storage.kind === 'mapping' || isEmpty(storage)) && whyAzure(env)
  if (reason) report.warnings.push(reason)
  const azure = reason ? emptyMapping({ source: variables.container }) : valueAt(storage, ['azure'])
  if (azure === undefined || (azure.kind !== 'mapping' && !isEmpty(azure))) return tree
  return withValue(tree, ['storage'], withValue(storage, ['azure'], fill(azure, env)))
}

function whyAzure(env: NodeJS.ProcessEnv): string | undefined {
  const { container, ...accounts } = variables
  const account = [accounts.connectionstring, accounts.accountname].find((name) => env[name])
  if (!env[container] || account === undefined) return undefined
  return (
    `${container}: images are kept in Azure, since this variable and ${account} are set and no ` +
    'storage driver is; to keep them elsewhere, name a driver in storage or a folder with --data'
  )
}

function fill(azure: Tree, env: NodeJS.ProcessEnv): Tree {
  return openKeys(azure, env).reduce((filled, key) => {
    const source = variables[key]
    const text = env[source]?.trim() ?? ''
    return text === ''
      ? filled
      : withValue(filled, [key], { kind: 'scalar', text, place: { source } })
  }, azure)
}

/** A credential in the settings keeps every other one out, and a connection string names its account. */
function openKeys(azure: Tree, env: NodeJS.ProcessEnv): readonly Key[] {
  const isSet = (key: string) => !isEmpty(valueAt(azure, [key]) ?? emptyMapping(azure.place))
  const type = valueAt(azure, ['credentials', 'type'])
  const isOtherLogin =
    isSet('credentials') && !(type?.kind === 'scalar' && type.text.toLowerCase() === 'shared_key')
  const hasCredential =
    isOtherLogin || ['accountkey', 'sastoken', 'connectionstring'].some((key) => isSet(key))
  const keys: readonly (readonly [Key, boolean])[] = [
    ['container', !isSet('container')],
    ['accountname', !isSet('accountname') && !isSet('connectionstring')],
    ['connectionstring', !hasCredential],
    ['accountkey', !hasCredential && !env[variables.connectionstring]],
  ]
  return keys.filter(([, isOpen]) => isOpen).map(([key]) => key)
}
