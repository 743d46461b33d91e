import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { RegistryStatus } from '../../../server/control/registry-contract.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { Empty } from '../../components/empty.tsx'
import { useMethod } from '../../control.tsx'
import { images as words } from '../../strings/images.ts'
import { ImportButton } from './import-button.tsx'
import { firstPush } from './first-push.ts'

const useStyles = makeStyles({
  steps: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalM,
    alignSelf: 'stretch',
    margin: 0,
    padding: `${tokens.spacingVerticalS} 0 0 ${tokens.spacingHorizontalXL}`,
  },
  step: { color: tokens.colorNeutralForeground2 },
  command: { paddingTop: tokens.spacingVerticalXS },
})

/** A registry with nothing in it: how to put something in. */
export function NothingPushed() {
  const status = useMethod('registry.status', undefined).data
  if (!status) return null
  const text = status.readOnly ? words.empty.locked : words.empty.text
  return (
    <Empty title={words.empty.title} text={text}>
      {!status.readOnly && (
        <>
          <Steps status={status} />
          <Text>{words.empty.file}</Text>
          <ImportButton />
        </>
      )}
    </Empty>
  )
}

function Steps({ status }: { readonly status: RegistryStatus }) {
  const styles = useStyles()
  return (
    <ol className={styles.steps}>
      {firstPush(status.pushHost, status.login !== 'none').map(({ step, command }) => (
        <li key={step} className={styles.step}>
          {words.empty.steps[step]}
          <div className={styles.command}>
            <CommandLine command={command} thing={words.empty.command(words.empty.steps[step])} />
          </div>
        </li>
      ))}
    </ol>
  )
}

export interface NothingFoundProps {
  readonly search: string
  readonly onClear: () => void
}

/** A search that finds nothing, and the way back. */
export function NothingFound({ search, onClear }: NothingFoundProps) {
  return (
    <Empty title={words.noneFound.title(search)} text={words.noneFound.text}>
      <Button onClick={onClear}>{words.noneFound.clear}</Button>
    </Empty>
  )
}
