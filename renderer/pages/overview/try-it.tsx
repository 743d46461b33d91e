import { makeStyles, tokens } from '@fluentui/react-components'
import { CommandLine } from '../../components/command-line.tsx'
import { Section } from '../../components/section.tsx'
import { loginCommand, pullCommand, pushCommand, tagCommand } from '../../commands.ts'
import { strings } from '../../strings.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
})

export interface TryItProps {
  /** As an engine on this machine names the registry. */
  readonly host: string
  /** Engines have to log in. */
  readonly login: boolean
}

/** The commands that push and pull, with this registry's name in them. */
export function TryIt({ host, login }: TryItProps) {
  const styles = useStyles()
  const words = strings.overview.try
  return (
    <Section title={words.title}>
      <div className={styles.list}>
        {login && <CommandLine command={loginCommand(host)} thing={words.logIn} />}
        <CommandLine command={tagCommand(host)} thing={words.tag} />
        <CommandLine command={pushCommand(host)} thing={words.push} />
        <CommandLine command={pullCommand(host)} thing={words.pull} />
      </div>
    </Section>
  )
}
