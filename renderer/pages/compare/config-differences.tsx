import { Text } from '@fluentui/react-components'
import { FactList } from '../../components/fact-list.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { compare as words } from '../../strings/compare.ts'
import type { ComparisonProps } from './compare-props.ts'
import { differingLines } from './differing-lines.ts'
import { SideLines } from './side-lines.tsx'

/** What differs in how they are run. */
export function ConfigDifferences({ found: { config } }: Pick<ComparisonProps, 'found'>) {
  return (
    <Section title={words.config.title}>
      {config.length === 0 ? (
        <Text>
          <Muted>{words.config.same}</Muted>
        </Text>
      ) : (
        <FactList
          facts={config.map(({ name, a, b }) => ({
            name: words.config.names[name] ?? name,
            value: <SideLines lines={differingLines(a, b)} />,
          }))}
        />
      )}
    </Section>
  )
}
