import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import type { FileEntry, FileView } from '../../../server/control/contents-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useMethod } from '../../control.tsx'
import { size } from '../../format.ts'
import { files as words } from '../../strings/files.ts'
import type { ImageDigest } from './list-props.ts'
import { NumberedText } from './numbered-text.tsx'

export interface FileContentProps {
  readonly image: ImageDigest
  readonly entry: FileEntry
}

/** A file to be read or looked at, as far as it can be shown. */
export function FileContent({ image, entry: { layer, path, type, change } }: FileContentProps) {
  const shown = change !== 'removed' && (type === 'file' || type === 'hardlink')
  const view = useMethod('files.view', { ...image, layer, path }, { enabled: shown })
  if (!shown)
    return <Empty title={change === 'removed' ? words.viewer.removed : words.viewer.special} />
  return (
    <Loaded of={view} failure={words.viewer.failed} lines={12}>
      {(content) => <Content path={path} view={content} />}
    </Loaded>
  )
}

function Content({ path, view }: { readonly path: string; readonly view: FileView }) {
  switch (view.kind) {
    case 'text':
      return <TextContent path={path} view={view} />
    case 'picture':
      return <Picture path={path} view={view} />
    case 'binary':
      return <Empty title={words.viewer.binary} text={words.viewer.binaryText} />
  }
}

interface TextContentProps {
  readonly path: string
  readonly view: FileView & { readonly kind: 'text' }
}

function TextContent({ path, view: { text, isCut, sizeBytes } }: TextContentProps) {
  if (text === '') return <Empty title={words.viewer.empty} />
  return (
    <>
      {isCut && (
        <MessageBar>
          <MessageBarBody>
            {words.viewer.cut(size(new Blob([text]).size), size(sizeBytes))}
          </MessageBarBody>
        </MessageBar>
      )}
      <NumberedText label={words.viewer.content(path)} text={text} />
    </>
  )
}

const useStyles = makeStyles({
  frame: {
    flexGrow: 1,
    minHeight: 0,
    overflow: 'auto',
    padding: tokens.spacingHorizontalM,
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
  },
  // Squares, so that what can be seen through is told from what is white.
  picture: {
    maxWidth: '100%',
    backgroundImage: `conic-gradient(${tokens.colorNeutralBackground3} 25%, ${tokens.colorNeutralBackground1} 0 50%, ${tokens.colorNeutralBackground3} 0 75%, ${tokens.colorNeutralBackground1} 0)`,
    backgroundSize: `${tokens.spacingHorizontalL} ${tokens.spacingHorizontalL}`,
    boxShadow: tokens.shadow2,
  },
})

interface PictureProps {
  readonly path: string
  readonly view: FileView & { readonly kind: 'picture' }
}

function Picture({ path, view: { mediaType, base64 } }: PictureProps) {
  const styles = useStyles()
  return (
    <div className={styles.frame}>
      <img
        className={styles.picture}
        src={`data:${mediaType};base64,${base64}`}
        alt={words.viewer.picture(path)}
      />
    </div>
  )
}
