import type { AccessAction, AccessRule } from '../config/config.ts'
import { createGlob, type Glob } from './glob.ts'

/** What the rules in `access` let people do. A user that is undefined has not logged in. */
export interface Access {
  allows(user: string | undefined, repository: string, action: AccessAction): boolean
  /** Which rule decides, from 0; undefined where none fits, which allows nothing. */
  ruleFor(user: string | undefined, repository: string): number | undefined
  /** Whether who has not logged in may do anything. */
  readonly opensToAnonymous: boolean
  /** Whether it is certain that the user may do everything to every repository. */
  allowsAll(user: string | undefined): boolean
}

interface ReadyRule {
  readonly users: ReadonlySet<string>
  readonly globs: readonly Glob[]
  readonly actions: ReadonlySet<AccessAction>
  readonly isForAll: boolean
}

/** Every action there is. */
export const ACTIONS: readonly AccessAction[] = ['pull', 'push', 'delete']

/** @returns undefined where there are no rules: whoever gets in may do all */
export function createAccess(rules: readonly AccessRule[] | undefined): Access | undefined {
  if (!rules) return undefined
  const ready = rules.map(readyRule)

  function ruleFor(user: string | undefined, repository: string): number | undefined {
    const found = ready.findIndex(
      (rule) => isAbout(rule, user) && rule.globs.some((fits) => fits(repository)),
    )
    return found === -1 ? undefined : found
  }

  return {
    ruleFor,
    allows(user, repository, action) {
      const rule = ruleFor(user, repository)
      return rule !== undefined && (ready[rule]?.actions.has(action) ?? false)
    },
    opensToAnonymous: ready.some((rule) => isAbout(rule, undefined) && rule.actions.size > 0),
    allowsAll(user) {
      // An earlier rule that leaves something out may be about repositories that do not exist yet.
      const first = ready.find(
        (rule) => isAbout(rule, user) && (rule.isForAll || !hasAll(rule.actions)),
      )
      return first !== undefined && hasAll(first.actions)
    },
  }
}

function readyRule({ users, repositories, actions }: AccessRule): ReadyRule {
  return {
    users: new Set(users),
    globs: repositories.map(createGlob),
    actions: new Set(actions),
    isForAll: repositories.some((pattern) => /^\*\*+$/.test(pattern)),
  }
}

/** A user who happens to be called `anonymous` has logged in all the same. */
function isAbout({ users }: ReadyRule, user: string | undefined): boolean {
  if (user === undefined) return users.has('anonymous')
  return users.has('*') || (user !== 'anonymous' && users.has(user))
}

const hasAll = (actions: ReadonlySet<AccessAction>): boolean =>
  ACTIONS.every((action) => actions.has(action))
