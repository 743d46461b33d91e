import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import type { Remedy, RemedyKind } from '../../../../server/control/engines-contract.ts'
import { CommandLine } from '../../../components/command-line.tsx'
import { engines as words } from '../../../strings/engines.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  remedy: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    rowGap: tokens.spacingVerticalXS,
    minWidth: 0,
  },
  text: { color: tokens.colorNeutralForeground2 },
  button: { alignSelf: 'flex-start' },
})

export interface RemedyListProps {
  readonly remedies: readonly Remedy[]
  readonly onDo: (kind: RemedyKind) => void
}

/** Ways out: a button where Berth can do it, and the steps for a person. */
export function RemedyList({ remedies, onDo }: RemedyListProps) {
  const styles = useStyles()
  if (remedies.length === 0) return null
  return (
    <div role="group" aria-label={words.remedies} className={styles.root}>
      {remedies.map((remedy) => (
        <RemedyView key={remedy.kind} remedy={remedy} onDo={() => onDo(remedy.kind)} />
      ))}
    </div>
  )
}

function RemedyView({ remedy, onDo }: { readonly remedy: Remedy; readonly onDo: () => void }) {
  const styles = useStyles()
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.remedy}>
      <Text id={id} weight="semibold">
        {remedy.title}
      </Text>
      <Text className={styles.text}>{remedy.text}</Text>
      {remedy.canDo && (
        <Button className={styles.button} onClick={onDo}>
          {words.do[remedy.kind]}
        </Button>
      )}
      {remedy.steps.map(({ text, code }) => (
        <div key={text} className={styles.remedy}>
          <Text>{text}</Text>
          {code !== undefined && <CommandLine command={code} thing={words.step} />}
        </div>
      ))}
    </section>
  )
}
