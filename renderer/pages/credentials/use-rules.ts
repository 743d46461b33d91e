import type { AccessRule } from '../../../server/control/people-contract.ts'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { people } from '../../strings/people.ts'

const words = people.access

/** Changes to the order of the rules, and to which there are. */
export interface RuleChanges {
  readonly isPending: boolean
  move(from: number, to: number): void
  /** Can be undone for a while. */
  remove(at: number): void
}

export function useRules(rules: readonly AccessRule[]): RuleChanges {
  const { mutate, isPending } = useAction('access.change')
  const notices = useNotices()
  const save = (next: readonly AccessRule[], onSuccess: () => void) =>
    mutate(next.length > 0 ? { rules: next } : {}, {
      onSuccess,
      onError: (error) => notices.failed(words.saveFailed, error),
    })
  return {
    isPending,
    move(from, to) {
      const rule = rules[from]
      if (!rule) return
      const next = rules.toSpliced(from, 1).toSpliced(to, 0, rule)
      save(next, () => notices.done(words.moved(from + 1, to + 1)))
    },
    remove(at) {
      const text = rules.length === 1 ? words.allRemoved : words.removed(at + 1)
      const undo = { label: words.undo, run: () => save(rules, () => undefined) }
      save(rules.toSpliced(at, 1), () => notices.done(text, undo))
    },
  }
}
