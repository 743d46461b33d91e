import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Activity } from '../../../../server/control/activity-contract.ts'
import { subjectInShort, subjectPlace } from '../../../activity-place.ts'
import { pushCommand, SAMPLE, tagCommand } from '../../../commands.ts'
import { CommandLine } from '../../../components/command-line.tsx'
import { PlaceLink } from '../../../components/place-link.tsx'
import { Section } from '../../../components/section.tsx'
import { useMethod } from '../../../control.tsx'
import { engines } from '../../../strings/engines.ts'

const words = engines.push

const useStyles = makeStyles({
  arrived: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS}`,
    color: tokens.colorStatusSuccessForeground1,
  },
  waiting: { display: 'flex' },
})

/** The commands of a first push, and whether it has come. */
export function FirstPush() {
  const styles = useStyles()
  const host = useMethod('registry.status', undefined).data?.pushHost
  const push = useNewPush()
  if (host === undefined) return null
  const commands = [
    { what: words.pull, command: `docker pull ${SAMPLE}` },
    { what: words.tag, command: tagCommand(host) },
    { what: words.push, command: pushCommand(host) },
  ]
  return (
    <Section title={words.title}>
      <Text>{words.text}</Text>
      {commands.map(({ what, command }) => (
        <CommandLine key={what} command={command} thing={words.command(what)} />
      ))}
      <div role="status" className={styles.waiting}>
        {push ? (
          <Text className={styles.arrived}>
            <CheckmarkCircleRegular aria-hidden />
            {words.arrived}
            <PlaceLink to={subjectPlace(push)}>{subjectInShort(push)}</PlaceLink>
          </Text>
        ) : (
          <Spinner size="tiny" labelPosition="after" label={words.waiting} />
        )}
      </div>
    </Section>
  )
}

/** Entries of the history that are looked at, as Overview does. */
const LOOKED_AT = 200

/** The first push that comes while somebody waits for one. */
function useNewPush(): Activity | undefined {
  const { data } = useMethod('activity.list', { limit: LOOKED_AT })
  const [before, setBefore] = useState<number>()
  if (data && before === undefined) setBefore(data[0]?.id ?? 0)
  if (!data || before === undefined) return undefined
  return data.findLast(({ id, action }) => id > before && action === 'push')
}
