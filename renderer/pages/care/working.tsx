import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { CareWork } from '../../../server/control/care-contract.ts'
import { ProgressLine } from '../../components/progress-line.tsx'
import { useAction } from '../../control.tsx'
import { size } from '../../format.ts'
import { care as words } from '../../strings/care.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    flexShrink: 0,
  },
  line: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    flexGrow: 1,
    minWidth: 0,
  },
})

/** What is being done with storage, how far it is, and a way to stop it. */
export function Working({ work }: { readonly work: CareWork }) {
  const styles = useStyles()
  const cancel = useAction('care.cancel')
  return (
    <div className={styles.root}>
      <div className={styles.line}>
        <ProgressLine label={titleOf(work)} numbers={farOf(work)} />
      </div>
      <Button onClick={() => cancel.mutate(undefined)}>{words.stop}</Button>
    </div>
  )
}

const titleOf = ({ task, isBySelf }: CareWork): string =>
  isBySelf ? words.bySelf(words.work[task]) : words.work[task]

/** How far it is; empty at first. */
export function farOf({ phase, done, bytes }: CareWork): string {
  const far = done > 0 ? words.phase[phase](done) : ''
  return [far, bytes === undefined ? '' : size(bytes)].filter(Boolean).join(' · ')
}
