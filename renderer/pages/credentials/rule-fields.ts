import type { AccessAction, AccessRule } from '../../../server/control/people-contract.ts'

/** A rule as its dialog has it. */
export interface RuleFields {
  readonly everybody: boolean
  readonly anonymous: boolean
  /** Names with commas between them. */
  readonly users: string
  readonly repositories: string
  readonly actions: readonly AccessAction[]
}

const EVERYBODY = '*'
const ANONYMOUS = 'anonymous'
export const ACTIONS: readonly AccessAction[] = ['pull', 'push', 'delete']
const ALL = '**'

export const NEW_RULE: RuleFields = {
  everybody: false,
  anonymous: false,
  users: '',
  repositories: '',
  actions: ['pull'],
}

export function fieldsOf({ users, repositories, actions }: AccessRule): RuleFields {
  return {
    everybody: users.includes(EVERYBODY),
    anonymous: users.includes(ANONYMOUS),
    users: users.filter((user) => user !== EVERYBODY && user !== ANONYMOUS).join(', '),
    repositories: repositories.join(', '),
    actions,
  }
}

/** Undefined while something is missing. */
export function ruleOf(fields: RuleFields): AccessRule | undefined {
  const users = [
    ...namesIn(fields.users),
    ...(fields.everybody ? [EVERYBODY] : []),
    ...(fields.anonymous ? [ANONYMOUS] : []),
  ]
  const repositories = namesIn(fields.repositories)
  if (users.length === 0 || repositories.length === 0) return undefined
  return {
    users: [...new Set(users)],
    repositories,
    actions: ACTIONS.filter((action) => fields.actions.includes(action)),
  }
}

/**
 * The rules with one more, or another in its place. Before there were any, all was allowed to whoever gets in:
 * that stays so for what the new one does not name.
 */
export function withRule(
  rules: readonly AccessRule[],
  rule: AccessRule,
  at: number | undefined,
  hasLogin: boolean,
): readonly AccessRule[] {
  if (at !== undefined) return rules.with(at, rule)
  if (rules.length > 0) return [...rules, rule]
  const rest = { users: [hasLogin ? EVERYBODY : ANONYMOUS], repositories: [ALL], actions: ACTIONS }
  return [rule, rest]
}

function namesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
