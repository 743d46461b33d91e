import { Button } from '@fluentui/react-components'
import { Empty } from '../../components/empty.tsx'
import { navigate, replacePlace } from '../../router.ts'
import { files as words } from '../../strings/files.ts'
import { folderOf } from './file-path.ts'
import { intoFolder, type FilesAddress } from './files-address.ts'

export interface NothingProps {
  readonly address: FilesAddress
}

/** A folder with nothing in it, as far as it is known. */
export function NothingHere({ address: { layer, folder, place } }: NothingProps) {
  if (folder === '') return <Empty title={layer === '' ? words.empty.image : words.empty.layer} />
  if (layer === '') return <Empty title={words.empty.folder} />
  return (
    <Empty title={words.empty.layer}>
      <Button onClick={() => replacePlace(place(intoFolder('')))}>{words.empty.wholeLayer}</Button>
    </Empty>
  )
}

/** A search that finds nothing, and the way back. */
export function NothingFound({ address: { search, place } }: NothingProps) {
  return (
    <Empty title={words.empty.noneFound(search)}>
      <Button onClick={() => replacePlace(place({ search: '' }))}>{words.empty.clear}</Button>
    </Empty>
  )
}

/** A path at which there is nothing: a link that leads nowhere, or a file of another layer. */
export function NothingAt({ address: { file, layer, place } }: NothingProps) {
  const { nothing, close } = words.viewer
  if (layer === '') {
    return (
      <Empty title={nothing.title(file)} text={nothing.text}>
        <Button onClick={() => navigate(place(intoFolder(folderOf(file))))}>{close}</Button>
      </Empty>
    )
  }
  return (
    <Empty title={nothing.title(file)} text={nothing.textInLayer}>
      <Button onClick={() => replacePlace(place({ layer: '' }))}>{nothing.whole}</Button>
    </Empty>
  )
}
