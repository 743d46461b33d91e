import { ArrowImportRegular } from '@fluentui/react-icons'
import { ExplainedButton } from '../../components/explained-button.tsx'
import { useMethod } from '../../control.tsx'
import { useIsClosed } from '../../frame/closed-pages.tsx'
import { navigate } from '../../router.ts'
import { images as words } from '../../strings/images.ts'

/** The way to images from a file. */
export function ImportButton() {
  const readOnly = useMethod('registry.status', undefined).data?.readOnly
  const isClosed = useIsClosed()
  if (isClosed('import')) return null
  return (
    <ExplainedButton
      because={readOnly ? words.importReadOnly : undefined}
      icon={<ArrowImportRegular />}
      onClick={() => navigate({ page: 'import' })}
    >
      {words.import}
    </ExplainedButton>
  )
}
