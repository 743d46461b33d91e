import type { Access } from '../auth/access.ts'
import type { AccessAction } from '../config/config.ts'
import type { Caller, ConsoleEvent, Input, MethodName } from './contract.ts'
import { ControlError } from './control-error.ts'

/**
 * What the rules of the registry let somebody do in its console. Who came without a name is at the machine
 * itself, or has the link that only its terminal shows, and may do all; so may a user who may do everything
 * to every repository. For others each method says what it needs, and what says nothing is closed to them.
 */
export interface Rights {
  /** @throws ControlError FORBIDDEN */
  check(method: MethodName, input: unknown, caller: Caller): void
  /** @throws ControlError FORBIDDEN */
  checkAll(caller: Caller): void
  /** @throws ControlError FORBIDDEN */
  checkPull(repository: string, caller: Caller): void
  hasAll(caller: Caller): boolean
  /** Which repositories may be seen; undefined: all. */
  visible(caller: Caller): ((repository: string) => boolean) | undefined
  /** What of an event may be seen. */
  shown(event: ConsoleEvent, caller: Caller): ConsoleEvent | undefined
}

type Need = readonly [action: AccessAction, repository: string]

/** Where nothing has to be checked: what they tell is about no repository, or left out by themselves. */
const NO_NEEDS = (): readonly Need[] => []
const toPull = ({ repository }: { readonly repository: string }): readonly Need[] => [
  ['pull', repository],
]
const toPullBoth = ({ a, b }: Input<'images.compare'>): readonly Need[] => [
  ...toPull(a),
  ...toPull(b),
]

const NEEDS: { readonly [M in MethodName]?: (input: Input<M>) => readonly Need[] } = {
  'session.get': NO_NEEDS,
  'registry.status': NO_NEEDS,
  'repositories.list': NO_NEEDS,
  'transfers.list': NO_NEEDS,
  'activity.list': NO_NEEDS,
  'repositories.get': toPull,
  'tags.list': toPull,
  'tags.previewDelete': ({ repository }) => [...toPull({ repository }), ['delete', repository]],
  'tags.delete': ({ repository }) => [['delete', repository]],
  'tags.add': ({ repository }) => [...toPull({ repository }), ['push', repository]],
  'tags.copy': ({ from, repository }) => [...toPull(from), ['push', repository]],
  'images.get': toPull,
  'manifests.raw': toPull,
  'files.list': toPull,
  'files.search': toPull,
  'files.get': toPull,
  'files.view': toPull,
  'images.waste': toPull,
  'images.compare': toPullBoth,
  'images.compareFiles': toPullBoth,
}

/** @param access the rules as they are now; undefined: whoever is in may do all */
export function createRights(access: () => Access | undefined): Rights {
  function hasAll({ user }: Caller): boolean {
    const now = access()
    return now === undefined || user === undefined || now.allowsAll(user)
  }
  function checkNeed([action, repository]: Need, { user }: Caller): void {
    if (access()?.allows(user, repository, action) ?? true) return
    throw new ControlError('FORBIDDEN', `you may not ${action} ${repository}, by the access rules`)
  }
  function checkAll(caller: Caller): void {
    if (hasAll(caller)) return
    const message = 'only users who may do everything to every repository may do this'
    throw new ControlError('FORBIDDEN', message)
  }
  const visible: Rights['visible'] = (caller) =>
    hasAll(caller) ? undefined : (name) => access()?.allows(caller.user, name, 'pull') ?? true

  return {
    hasAll,
    checkAll,
    visible,
    check(method, input, caller) {
      if (hasAll(caller)) return
      // A method's input is of its own type: which one, only the table knows.
      const needs = NEEDS[method] as ((input: unknown) => readonly Need[]) | undefined
      if (!needs) return checkAll(caller)
      for (const need of needs(input)) checkNeed(need, caller)
    },
    checkPull(repository, caller) {
      if (!hasAll(caller)) checkNeed(['pull', repository], caller)
    },
    shown(event, caller) {
      const isVisible = visible(caller)
      return isVisible ? withoutHidden(event, isVisible) : event
    },
  }
}

function withoutHidden(
  event: ConsoleEvent,
  isVisible: (repository: string) => boolean,
): ConsoleEvent | undefined {
  switch (event.type) {
    case 'status':
      return event
    case 'transfers':
      return {
        ...event,
        transfers: event.transfers.filter(({ repository }) => isVisible(repository)),
      }
    case 'activity':
      return isVisible(event.activity.repository) ? event : undefined
    case 'repositories': {
      const names = event.names.filter(isVisible)
      // None named means all.
      return names.length > 0 || event.names.length === 0 ? { ...event, names } : undefined
    }
    default:
      return undefined
  }
}
