import { Button } from '@fluentui/react-components'
import { ByteProgress } from '../../components/byte-progress.tsx'
import { Empty } from '../../components/empty.tsx'
import { Failure } from '../../components/failure.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { useOfferedFile } from '../../offered-file.ts'
import { useQueryWord } from '../../router.ts'
import { strings } from '../../strings.ts'
import { images } from '../../strings/images.ts'
import { importing as words } from '../../strings/import.ts'
import { ChooseFile } from './choose-file.tsx'
import { ImportSteps } from './import-steps.tsx'
import { Step } from './step.tsx'
import { uploadProgress, useUpload, type Upload } from './use-upload.ts'

/** Images from a file: choose it, send it, choose what of it is stored. The address holds the import. */
export default function ImportPage() {
  const [id, setId] = useQueryWord('id')
  const upload = useUpload(setId)
  const discard = useAction('imports.discard')
  const forget = () => {
    if (id !== '') discard.mutate({ id })
    setId('')
  }
  const begin = (file: File) => {
    forget()
    upload.start(file)
  }
  useOfferedFile(begin)
  const readOnly = useMethod('registry.status', undefined).data?.readOnly
  return (
    <Page
      title={words.title}
      breadcrumb={<Trail steps={[{ label: images.title, to: { page: 'images' } }]} />}
    >
      {readOnly ? (
        <ReadOnly />
      ) : id === '' || upload.now.state !== 'none' ? (
        <Coming upload={upload} onFile={begin} />
      ) : (
        <ImportSteps key={id} id={id} onFile={begin} onStop={forget} />
      )}
    </Page>
  )
}

function ReadOnly() {
  return (
    <Empty title={words.readOnly.title} text={words.readOnly.text}>
      <PlaceLink to={{ page: 'images' }}>{words.readOnly.back}</PlaceLink>
    </Empty>
  )
}

interface ComingProps {
  readonly upload: Upload
  readonly onFile: (file: File) => void
}

/** No file yet, or one on its way. */
function Coming({ upload: { now, cancel }, onFile }: ComingProps) {
  if (now.state === 'sending') {
    return (
      <Step key="sending">
        <ByteProgress
          title={words.sending(now.file.name)}
          {...uploadProgress(now.file, now.samples)}
        />
        <div>
          <Button onClick={cancel}>{strings.parts.cancel}</Button>
        </div>
      </Step>
    )
  }
  return (
    <Step key="choose">
      {now.state === 'failed' && (
        <Failure title={words.sendFailed(now.file.name)} error={now.error} />
      )}
      <ChooseFile onFile={onFile} />
    </Step>
  )
}
