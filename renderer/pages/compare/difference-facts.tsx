import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Muted } from '../../components/muted.tsx'
import { isReading } from '../../components/reading-line.tsx'
import { Size } from '../../components/size.tsx'
import { size } from '../../format.ts'
import { compare as words } from '../../strings/compare.ts'
import { namesBeside } from './compare-address.ts'
import type { ComparisonProps } from './compare-props.ts'
import { SizeChange } from './size-change.tsx'

const CHANGES = ['added', 'removed', 'changed'] as const

/** The sizes of both, and how many files differ. */
export function DifferenceFacts({ a, b, found }: ComparisonProps) {
  const { sizeBytes, counts, bytes } = found
  const { facts } = words
  const [first, second] = namesBeside(a, b)
  return (
    <FactStrip label={facts.label}>
      <Fact name={facts.size(first)}>
        <Size bytes={sizeBytes.a} />
      </Fact>
      <Fact name={facts.size(second)}>
        <Size bytes={sizeBytes.b} />
      </Fact>
      <Fact name={facts.difference}>
        <SizeChange bytes={sizeBytes.b - sizeBytes.a} />
      </Fact>
      {CHANGES.map((change) => (
        <Fact key={change} name={facts[change]}>
          {isReading(found) ? (
            <Muted>{facts.reading}</Muted>
          ) : (
            facts.of(counts[change], size(bytes[change]))
          )}
        </Fact>
      ))}
    </FactStrip>
  )
}
