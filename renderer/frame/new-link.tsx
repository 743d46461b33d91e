import { Button, makeStyles, Text, Title3 } from '@fluentui/react-components'
import { CommandLine } from '../components/command-line.tsx'
import { useControl } from '../control.tsx'
import { strings } from '../strings.ts'

const useStyles = makeStyles({ title: { margin: 0 } })

/** For somebody who came without the link that the host printed, or with one that is used up. */
export function NewLink() {
  const styles = useStyles()
  const control = useControl()
  const used = new URLSearchParams(location.search).get('link') === 'used'
  return (
    <>
      <Title3 as="h1" className={styles.title}>
        {used ? strings.login.linkUsedTitle : strings.login.linkTitle}
      </Title3>
      <Text>{strings.login.linkText}</Text>
      <Text>{strings.login.linkHow}</Text>
      <CommandLine command={strings.login.linkCommand} thing={strings.login.linkThing} />
      <Button onClick={() => control.retry()}>{strings.login.linkRetry}</Button>
    </>
  )
}
