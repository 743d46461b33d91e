import { makeStyles, MenuItem, tokens } from '@fluentui/react-components'
import { useState, type KeyboardEvent } from 'react'
import type { AccessRule } from '../../../server/control/people-contract.ts'
import { RowMenu } from '../../components/row-menu.tsx'
import { ROW_HEIGHT } from '../../measures.ts'
import { people } from '../../strings/people.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { useRules, type RuleChanges } from './use-rules.ts'

const words = people.access

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  rule: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minHeight: `${ROW_HEIGHT}px`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  number: {
    minWidth: '1.5rem',
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'end',
  },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
})

export interface RuleListProps {
  readonly rules: readonly AccessRule[]
  /** They are set elsewhere. */
  readonly fixed: boolean
}

/** The rules in their order, each as a sentence. */
export function RuleList({ rules, fixed }: RuleListProps) {
  const styles = useStyles()
  const changes = useRules(rules)
  return (
    <ol className={styles.list} aria-label={words.list}>
      {rules.map((rule, at) => (
        // Equal rules are the same rule: what is before it tells them apart.
        <li key={keyOf(rules, at)} className={styles.rule}>
          <span className={styles.number}>{at + 1}</span>
          <span className={styles.text}>{words.sentence(rule)}</span>
          {!fixed && <RuleActions rules={rules} at={at} changes={changes} />}
        </li>
      ))}
    </ol>
  )
}

function keyOf(rules: readonly AccessRule[], at: number): string {
  const text = JSON.stringify(rules[at])
  const before = rules.slice(0, at).filter((rule) => JSON.stringify(rule) === text)
  return `${before.length} ${text}`
}

interface RuleActionsProps {
  readonly rules: readonly AccessRule[]
  readonly at: number
  readonly changes: RuleChanges
}

function RuleActions({ rules, at, changes }: RuleActionsProps) {
  const [editing, setEditing] = useState(false)
  const [isFirst, isLast] = [at === 0, at === rules.length - 1]
  const byKey = (event: KeyboardEvent) => {
    if (!event.altKey || changes.isPending) return
    if (event.key === 'ArrowUp' && !isFirst) changes.move(at, at - 1)
    else if (event.key === 'ArrowDown' && !isLast) changes.move(at, at + 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <RowMenu
        label={words.actions(at + 1)}
        button={{
          'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown',
          onKeyDownCapture: byKey,
        }}
      >
        <MenuItem onClick={() => setEditing(true)}>{words.edit}</MenuItem>
        <MenuItem disabled={isFirst} onClick={() => changes.move(at, at - 1)}>
          {words.up}
        </MenuItem>
        <MenuItem disabled={isLast} onClick={() => changes.move(at, at + 1)}>
          {words.down}
        </MenuItem>
        <MenuItem onClick={() => changes.remove(at)}>{words.remove}</MenuItem>
      </RowMenu>
      {editing && <RuleDialog rules={rules} at={at} onClose={() => setEditing(false)} />}
    </>
  )
}
