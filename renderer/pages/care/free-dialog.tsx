import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import type { CareStatus, FreeReport } from '../../../server/control/care-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Failure } from '../../components/failure.tsx'
import { ProgressLine } from '../../components/progress-line.tsx'
import { useAction } from '../../control.tsx'
import { size } from '../../format.ts'
import { care } from '../../strings/care.ts'
import { FreedList } from './freed-list.tsx'
import { farOf } from './working.tsx'

const words = care.free

const useStyles = makeStyles({
  looking: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
})

export interface FreeDialogProps {
  readonly status: CareStatus
  readonly untagged: boolean
  readonly onClose: () => void
}

/** Looks what would go, shows it, and frees it when asked. */
export function FreeDialog({ status, untagged, onClose }: FreeDialogProps) {
  const styles = useStyles()
  const look = useAction('care.preview')
  const free = useAction('care.collect')
  const cancel = useAction('care.cancel')
  const { mutate } = look
  useEffect(() => mutate({ untagged }), [mutate, untagged])
  const { work, failure } = status
  const isLooking = look.isIdle || look.isPending || work?.task === 'preview'
  const preview = isLooking || failure ? undefined : status.preview
  const close = (): void => {
    if (work?.task === 'preview') cancel.mutate(undefined)
    onClose()
  }
  const run = async (): Promise<void> => {
    const begun = await free.mutateAsync({ untagged }).catch(() => undefined)
    if (begun) onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={words.dialog}
      verb={preview ? words.verb(size(preview.bytes)) : words.verbUnknown}
      waiting={!preview || preview.blobs === 0}
      busy={free.isPending}
      error={free.error ?? look.error}
      onConfirm={() => void run()}
      onClose={close}
    >
      {isLooking && (
        <div className={styles.looking}>
          <ProgressLine
            label={care.work.preview}
            numbers={work?.task === 'preview' ? farOf(work) : ''}
          />
        </div>
      )}
      {failure && <Failure title={care.failed[failure.task]} error={failure} />}
      {preview && <PreviewText preview={preview} />}
    </ConfirmDialog>
  )
}

function PreviewText({ preview }: { readonly preview: FreeReport }) {
  const { bytes, blobs, manifests, waitingBytes, images } = preview
  return (
    <>
      <Text>
        {blobs === 0 ? words.nothing : <strong>{words.would(size(bytes), blobs)}</strong>}{' '}
        {manifests > 0 && words.manifests(manifests)}{' '}
        {waitingBytes > 0 && words.waiting(size(waitingBytes))}
      </Text>
      {images.length > 0 && <FreedList label={words.list} report={preview} />}
    </>
  )
}
