import { Section } from '../../components/section.tsx'
import { network as words } from '../../strings/network.ts'
import { Network } from './network.tsx'

/** Who can reach the registry. */
export function NetworkSection() {
  return (
    <Section title={words.title}>
      <Network />
    </Section>
  )
}
