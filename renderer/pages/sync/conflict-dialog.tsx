import { Field, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { SyncImage } from '../../../server/control/sync-plan-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { navigate } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { imageName } from './image-columns.tsx'
import { SideBySide } from './side-by-side.tsx'

const words = syncRuns.conflict

type Keep = 'here' | 'there' | 'both'
const KEEPS: readonly Keep[] = ['here', 'there', 'both']

export interface ConflictDialogProps {
  readonly target: string
  readonly image: SyncImage
  readonly onClose: () => void
}

/** Shows both sides of a conflict, and lets a person decide; nothing is chosen beforehand. */
export function ConflictDialog({ target, image, onClose }: ConflictDialogProps) {
  const { repository, tag } = image
  const sides = useMethod('sync.sides', { target, repository, tag })
  const { mutate, isPending, error } = useAction('sync.resolve')
  const [keep, setKeep] = useState<Keep>()
  const resolve = () =>
    keep &&
    mutate(
      { target, repository, tag, keep },
      {
        onSuccess: ({ id }) => {
          onClose()
          navigate({ page: 'sync-run', run: id })
        },
      },
    )
  return (
    <ConfirmDialog
      open
      title={words.title(imageName(image))}
      verb={keep ? words.verbs[keep] : words.keepNothing}
      busy={isPending}
      waiting={keep === undefined}
      error={error}
      onConfirm={resolve}
      onClose={onClose}
    >
      <Text>{words.text}</Text>
      <Loaded of={sides} failure={words.loadFailed} lines={5}>
        {(known) => <SideBySide sides={known} />}
      </Loaded>
      <Field label={words.choice}>
        <RadioGroup value={keep ?? ''} onChange={(_, { value }) => setKeep(value as Keep)}>
          {KEEPS.map((one) => (
            <Radio key={one} value={one} label={<Choice keep={one} image={image} />} />
          ))}
        </RadioGroup>
      </Field>
    </ConfirmDialog>
  )
}

function Choice({
  keep,
  image: { tag, there },
}: {
  readonly keep: Keep
  readonly image: SyncImage
}) {
  const texts = {
    here: words.hereText(tag),
    there: words.thereText(tag),
    both: words.bothText(tag, otherTag(tag, there)),
  }
  return (
    <>
      <b>{words[keep]}</b>: {texts[keep]}
    </>
  )
}

/** As the host names it. */
const otherTag = (tag: string, digest = ''): string =>
  `${tag.slice(0, 110)}-${digest.split(':')[1]?.slice(0, 8) ?? ''}`
