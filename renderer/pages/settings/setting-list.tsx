import { makeStyles, tokens } from '@fluentui/react-components'
import { CommandLine } from '../../components/command-line.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { strings } from '../../strings.ts'
import type { SettingFact } from './facts.ts'

const words = strings.settings

const useStyles = makeStyles({
  how: { marginTop: tokens.spacingVerticalXXS },
  summary: {
    width: 'fit-content',
    color: tokens.colorBrandForegroundLink,
    cursor: 'pointer',
    marginBottom: tokens.spacingVerticalXS,
  },
})

/** Each with what it is, and on demand how to change it. */
export function SettingList({ facts }: { readonly facts: readonly SettingFact[] }) {
  return (
    <FactList facts={facts.map((fact) => ({ name: fact.name, value: <Value fact={fact} /> }))} />
  )
}

function Value({ fact: { name, value, how } }: { readonly fact: SettingFact }) {
  const styles = useStyles()
  return (
    <>
      {value}
      {how !== undefined && (
        <details className={styles.how}>
          <summary className={styles.summary} aria-label={words.showHowOf(name)}>
            {words.showHow}
          </summary>
          <CommandLine command={how} thing={words.copyHow} />
        </details>
      )}
    </>
  )
}
