import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { ImageConfig } from '../../../server/control/images-contract.ts'
import { FactList } from '../../components/fact-list.tsx'
import { Section } from '../../components/section.tsx'
import { TextLines } from '../../components/text-lines.tsx'
import { When } from '../../components/when.tsx'
import { image as words } from '../../strings/image.ts'
import { configFacts, pairLines, saysSomething } from './config-facts.ts'

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

/** What it runs. Nothing at all where the configuration says nothing. */
export function Config({ config }: { readonly config: ImageConfig }) {
  const styles = useStyles()
  if (!saysSomething(config)) return null
  const names = words.config
  const facts: { name: string; value: ReactNode }[] = configFacts(config).map(({ name, text }) => ({
    name,
    value: <code className={styles.code}>{text}</code>,
  }))
  if (config.createdAt !== undefined) {
    facts.push({ name: names.createdAt, value: <When at={config.createdAt} /> })
  }
  if (config.environment.length > 0) {
    facts.push({
      name: names.environment,
      value: <TextLines lines={config.environment} thing={names.copy(names.environment)} />,
    })
  }
  const labels = pairLines(config.labels)
  if (labels.length > 0) {
    facts.push({
      name: names.labels,
      value: <TextLines lines={labels} thing={names.copy(names.labels)} />,
    })
  }
  return (
    <Section title={names.title}>
      <FactList facts={facts} />
    </Section>
  )
}
