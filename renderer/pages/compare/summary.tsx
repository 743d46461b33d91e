import { Text } from '@fluentui/react-components'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { compare as words } from '../../strings/compare.ts'
import type { ComparisonProps } from './compare-props.ts'
import { ConfigDifferences } from './config-differences.tsx'
import { DifferenceFacts } from './difference-facts.tsx'
import { LayersBeside } from './layers-beside.tsx'
import { SideLines } from './side-lines.tsx'

/** How far two images are apart, and in what. */
export function Summary(props: ComparisonProps) {
  const { history } = props.found
  const isSame = history.every(({ in: side }) => side === 'both')
  return (
    <>
      <DifferenceFacts {...props} />
      <LayersBeside {...props} />
      <ConfigDifferences {...props} />
      <Section title={words.history.title}>
        {isSame ? (
          <Text>
            <Muted>{words.history.same}</Muted>
          </Text>
        ) : (
          <SideLines lines={history.map(({ command, in: side }) => ({ text: command, side }))} />
        )}
      </Section>
    </>
  )
}
