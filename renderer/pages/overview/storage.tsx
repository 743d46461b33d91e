import type { RegistryStatus, StorageStatus } from '../../../server/control/registry-contract.ts'
import { FactList } from '../../components/fact-list.tsx'
import { Section } from '../../components/section.tsx'
import { SizeBar } from '../../components/size-bar.tsx'
import { Size } from '../../components/size.tsx'
import { count, size } from '../../format.ts'
import { strings } from '../../strings.ts'

const words = strings.overview.storage

/** Where images lie, how much they take, and how much room is left. */
export function Storage({ status }: { readonly status: RegistryStatus }) {
  const { storage, index } = status
  const { usedBytes, freeBytes } = storage
  return (
    <Section title={words.title}>
      <SpaceBar storage={storage} />
      <FactList
        facts={[
          {
            name: words.used,
            value: usedBytes === undefined ? words.counting : <Size bytes={usedBytes} />,
          },
          ...(freeBytes === undefined
            ? []
            : [{ name: words.free, value: <Size bytes={freeBytes} /> }]),
          { name: words.repositories, value: count(index.repositories) },
          { name: words.tags, value: count(index.tags) },
          { name: words.place[storage.kind], value: storage.place },
        ]}
      />
    </Section>
  )
}

/** Only where the room that is left is known: a bar without it would compare nothing. */
function SpaceBar({ storage: { usedBytes, freeBytes } }: { readonly storage: StorageStatus }) {
  if (usedBytes === undefined || freeBytes === undefined) return null
  const whole = usedBytes + freeBytes
  return (
    <SizeBar
      label={strings.parts.part(words.bar, size(usedBytes), size(whole))}
      whole={whole}
      parts={[{ bytes: usedBytes, label: `${words.used}: ${size(usedBytes)}`, tone: 'own' }]}
    />
  )
}
