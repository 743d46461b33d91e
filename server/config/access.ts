import type { AccessRule } from './config.ts'
import type { Report, Spot } from './report.ts'
import { below, problem, warning } from './report.ts'
import { leaf, oneOf } from './leaves.ts'
import { list, section, type Read } from './schema.ts'

/** Who may do what: Berth's own key `access`. */
export const accessKeys = list(
  section({
    users: list(leaf('user names, "*" or anonymous', parseUser)),
    repositories: list(
      leaf(
        'a repository name, in which * stands for part of it and ** for any of it',
        parsePattern,
      ),
    ),
    actions: list(oneOf('pull', 'push', 'delete')),
  }),
)

/** Stands in a rule for whoever has not logged in. */
const ANONYMOUS = 'anonymous'

/** Far more than people look through; each is looked at for each request. */
const MOST_RULES = 1000

/** The rules as they were written; undefined where none were. */
export function accessRules(
  written: Read<typeof accessKeys> | undefined,
  hasUsers: boolean,
  spot: Spot,
): readonly AccessRule[] | undefined {
  if (written === undefined) return undefined
  // Nobody could tell whether it means that all is allowed or nothing.
  if (written.length === 0) problem(spot, 'found no rules; write at least one, or leave it out')
  if (written.length > MOST_RULES) problem(spot, `allowed: at most ${MOST_RULES} rules`)
  written.forEach((rule, index) => checkRule(rule, hasUsers, below(spot, String(index))))
  return written
}

function checkRule({ users, repositories }: AccessRule, hasUsers: boolean, rule: Spot): void {
  if (isSilent(rule.report, rule, 'users') && users.length === 0) {
    problem(below(rule, 'users'), 'missing; name users, "*" for all who log in, or anonymous')
  }
  if (isSilent(rule.report, rule, 'repositories') && repositories.length === 0) {
    problem(below(rule, 'repositories'), 'missing; "**" stands for all of them')
  }
  const named = users.filter((user) => user !== ANONYMOUS)
  if (!hasUsers && named.length > 0) {
    problem(
      below(rule, 'users'),
      `found ${JSON.stringify(named[0])}, but nobody can log in: set auth.htpasswd, or allow only ${ANONYMOUS}`,
    )
  }
  if (repositories.some((pattern) => /\*\*\*/.test(pattern))) {
    warning(below(rule, 'repositories'), '*** is the same as **')
  }
}

/** Whether nothing wrong was found there yet: one word about it is enough. */
function isSilent({ problems }: Report, { path }: Spot, key: string): boolean {
  const start = [...path, key].join('.')
  return !problems.some((problem) => problem.key?.startsWith(start))
}

/** A name of an htpasswd file, or one of the two words. */
function parseUser(text: string): string | undefined {
  const isName = text.trim() === text && !/[:\p{Cc}]/u.test(text) && text.length <= 255
  return isName ? text : undefined
}

const PATTERN = /^[a-z0-9*._-]+(?:\/[a-z0-9*._-]+)*$/

function parsePattern(text: string): string | undefined {
  return text.length <= 255 && PATTERN.test(text) ? text : undefined
}
