import { makeStyles, tokens } from '@fluentui/react-components'
import type { Image } from '../../../server/control/images-contract.ts'
import { CommandLine } from '../../components/command-line.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { MEDIUM } from '../../measures.ts'
import { image as words } from '../../strings/image.ts'
import { pullCommand, runCommand } from './use-commands.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
    [MEDIUM]: { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: 0 },
  },
  name: { color: tokens.colorNeutralForeground2 },
  command: { margin: 0, minWidth: 0, [MEDIUM]: { marginBottom: tokens.spacingVerticalXS } },
})

export interface UseItProps {
  readonly image: Image
  readonly reference: string
  /** That the image listens on. */
  readonly ports: readonly string[]
}

/** The commands that get and start it, ready to copy. */
export function UseIt({ image, reference, ports }: UseItProps) {
  const styles = useStyles()
  const host = useMethod('registry.status', undefined).data?.pushHost
  const { use } = words
  if (host === undefined) return null
  const named = { host, repository: image.repository, kind: image.kind }
  const tag = reference.includes(':') ? image.tags[0] : reference
  const byDigest = { ...named, reference: image.digest }
  const lines = [
    [use.byTag, tag === undefined ? undefined : pullCommand({ ...named, reference: tag })],
    [use.byDigest, pullCommand(byDigest)],
    [use.run, runCommand(tag === undefined ? byDigest : { ...named, reference: tag }, ports)],
  ] as const
  return (
    <Section title={use.title}>
      <dl className={styles.list}>
        {lines.map(
          ([name, command]) =>
            command !== undefined && (
              <div key={name} style={{ display: 'contents' }}>
                <dt className={styles.name}>{name}</dt>
                <dd className={styles.command}>
                  <CommandLine command={command} thing={use.thing(name)} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </Section>
  )
}
