import { Button, makeStyles, Text, tokens, Tooltip } from '@fluentui/react-components'
import { useState, type ReactNode } from 'react'
import type { Import } from '../../../server/control/carry-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { Section } from '../../components/section.tsx'
import { useAction } from '../../control.tsx'
import { importing as words } from '../../strings/import.ts'
import { everything, nameFaults, toStore, type ImageChoice } from './image-choice.ts'
import { ImageList } from './image-list.tsx'
import { LeftOut } from './left-out.tsx'

/** Images that one call takes, as the contract says. */
const MOST = 1_000

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

export interface FoundImagesProps {
  readonly now: Import
  readonly actions: ReactNode
  /** Storing began; resolves when that can be seen. */
  readonly onStored: () => Promise<unknown>
}

/** What is in the file: which of it to take, and what to call it. */
export function FoundImages({ now, actions, onStored }: FoundImagesProps) {
  const styles = useStyles()
  const [choices, choose] = useState(() => everything(now.images))
  const faults = nameFaults(choices)
  const storing = useStoring(now.id, onStored)
  const taken = choices.filter((choice) => choice.taken).length
  return (
    <>
      {now.state === 'failed' ? (
        <Failure title={words.storeFailed} error={{ message: now.message ?? '' }} />
      ) : (
        <LeftOut message={now.message} />
      )}
      <Section title={words.found.title(now.images.length, now.fileName)}>
        <Text className={styles.hint}>{words.found.hint}</Text>
        <ImageList
          images={now.images}
          choices={choices}
          faults={faults}
          onChange={(next) =>
            choose(choices.map((choice) => (choice.index === next.index ? next : choice)))
          }
        />
      </Section>
      {storing.error && <Failure title={words.storeFailed} error={storing.error} />}
      <div className={styles.actions}>
        <StoreButton
          taken={taken}
          because={whyNot(taken, faults.flat().some(Boolean))}
          busy={storing.busy}
          onClick={() => void storing.run(choices)}
        />
        {actions}
      </div>
    </>
  )
}

function useStoring(id: string, onStored: () => Promise<unknown>) {
  const store = useAction('imports.store')
  const [busy, setBusy] = useState(false)
  return {
    busy,
    error: store.error,
    async run(choices: readonly ImageChoice[]) {
      setBusy(true)
      // A failure is shown from `store.error`.
      const begun = await store.mutateAsync({ id, images: toStore(choices) }).catch(() => undefined)
      if (begun) await onStored()
      setBusy(false)
    },
  }
}

function whyNot(taken: number, faulty: boolean): string | undefined {
  const { why } = words.found
  if (taken === 0) return why.none
  if (taken > MOST) return why.tooMany(MOST)
  return faulty ? why.names : undefined
}

interface StoreButtonProps {
  readonly taken: number
  readonly because: string | undefined
  readonly busy: boolean
  readonly onClick: () => void
}

function StoreButton({ taken, because, busy, onClick }: StoreButtonProps) {
  const button = (
    <Button
      appearance="primary"
      disabledFocusable={busy || because !== undefined}
      onClick={onClick}
    >
      {words.found.verb(taken)}
    </Button>
  )
  if (because === undefined) return button
  return (
    <Tooltip content={because} relationship="description">
      {button}
    </Tooltip>
  )
}
