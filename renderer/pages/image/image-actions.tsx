import { CopyAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Image } from '../../../server/control/images-contract.ts'
import { ExplainedButton } from '../../components/explained-button.tsx'
import { useMethod } from '../../control.tsx'
import { shortDigest } from '../../format.ts'
import { copying } from '../../strings/copy.ts'
import { CopyDialog } from '../repository/copy-dialog.tsx'
import { ExportMenu } from './export-menu.tsx'

export interface ImageActionsProps {
  readonly image: Image
  readonly reference: string
}

/** Where the image can go from here. */
export function ImageActions({ image, reference }: ImageActionsProps) {
  const readOnly = useMethod('registry.status', undefined).data?.readOnly
  const [copies, setCopies] = useState(false)
  const { repository, digest } = image
  const byDigest = reference.includes(':')
  return (
    <>
      <ExplainedButton
        because={readOnly ? copying.readOnly : undefined}
        icon={<CopyAddRegular />}
        onClick={() => setCopies(true)}
      >
        {copying.button}
      </ExplainedButton>
      <ExportMenu image={image} reference={reference} />
      {copies && (
        <CopyDialog
          repository={repository}
          reference={digest}
          name={byDigest ? shortDigest(reference) : reference}
          tag={byDigest ? (image.tags[0] ?? '') : reference}
          onClose={() => setCopies(false)}
        />
      )}
    </>
  )
}
