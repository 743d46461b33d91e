import { Section } from '../../components/section.tsx'
import { TextLines } from '../../components/text-lines.tsx'
import { image as words } from '../../strings/image.ts'
import { pairLines } from './config-facts.ts'

export interface AnnotationsProps {
  readonly annotations: Readonly<Record<string, string>>
}

/** What its manifest says about itself. */
export function Annotations({ annotations }: AnnotationsProps) {
  const lines = pairLines(annotations)
  const { annotations: title } = words.about
  if (lines.length === 0) return null
  return (
    <Section title={title}>
      <TextLines lines={lines} thing={words.config.copy(title)} />
    </Section>
  )
}
