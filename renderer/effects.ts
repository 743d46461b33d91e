import type { QueryClient } from '@tanstack/react-query'
import type { Input, MethodName, Output } from '../server/control/contract.ts'

/** The key under which the answer to a call is kept. */
export function queryKey<M extends MethodName>(method: M, input?: Input<M>): readonly unknown[] {
  return [method, input ?? null]
}

/** The methods that answer the same as another one, and take no input. */
type Same<M extends MethodName> = {
  [K in MethodName]: Output<M> extends Output<K> ? K : never
}[MethodName]

/** What the answer to a method tells of other answers. */
interface Effect<M extends MethodName = MethodName> {
  /** The method whose answer it is from now on. */
  readonly puts?: Same<M>
  /** Those whose answers, to any input, are asked for again. */
  readonly outdates?: readonly MethodName[] | 'everything'
}

/** The first user lets the network in, after a restart. */
const USERS = { puts: 'users.list', outdates: ['reach.get', 'settings.get'] } as const
const REACH = { puts: 'reach.get', outdates: ['settings.get'] } as const
const STORAGE = { puts: 'storage.get', outdates: ['settings.get'] } as const
const SIGN_IN = { puts: 'storage.signInStatus' } as const
const REMOTES = { outdates: ['remotes.list'] } as const
const SYNC = { outdates: ['sync.targets', 'sync.runs'] } as const
const CARE = { puts: 'care.get' } as const
const STATUS = { puts: 'registry.status' } as const

/** Of what no event tells. */
const EFFECTS: { readonly [M in MethodName]?: Effect<M> } = {
  'registry.start': STATUS,
  'registry.stop': STATUS,
  'registry.restart': { outdates: 'everything' },
  'settings.change': { puts: 'settings.get', outdates: ['reach.get'] },
  'desktop.change': { puts: 'desktop.get' },
  'reach.open': REACH,
  'reach.close': REACH,
  'reach.renew': REACH,
  'users.add': USERS,
  'users.setPassword': USERS,
  'users.setDisabled': USERS,
  'users.delete': USERS,
  'access.change': { puts: 'access.get', outdates: ['access.try'] },
  'setup.keep': { puts: 'setup.get' },
  'remotes.check': REMOTES,
  'remotes.save': REMOTES,
  'remotes.delete': REMOTES,
  'remotes.import': REMOTES,
  'storage.chooseFolder': STORAGE,
  'storage.chooseAzure': STORAGE,
  'storage.replaceCredential': STORAGE,
  'storage.checkCredential': STORAGE,
  'storage.forgetCredential': STORAGE,
  'storage.signIn': SIGN_IN,
  'storage.endSignIn': SIGN_IN,
  'care.measure': CARE,
  'care.preview': CARE,
  'care.collect': CARE,
  'care.check': CARE,
  'care.cancel': CARE,
  'sync.saveTarget': SYNC,
  'sync.deleteTarget': SYNC,
  'sync.start': SYNC,
  'sync.retry': SYNC,
  'sync.resolve': SYNC,
  'engines.login': { outdates: ['engines.list'] },
}

/** Keeps what is shown true after a method has answered. */
export function takeEffect<M extends MethodName>(
  client: QueryClient,
  method: M,
  output: Output<M>,
): void {
  const { puts, outdates = [] }: Effect = EFFECTS[method] ?? {}
  if (puts) client.setQueryData(queryKey(puts), output)
  if (outdates === 'everything') return void client.invalidateQueries()
  for (const outdated of outdates) void client.invalidateQueries({ queryKey: [outdated] })
}
