import { Button, makeStyles, tokens, Tooltip } from '@fluentui/react-components'
import { ArrowDownloadRegular, DismissRegular } from '@fluentui/react-icons'
import type { FileEntry } from '../../../server/control/contents-contract.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Muted } from '../../components/muted.tsx'
import { Size } from '../../components/size.tsx'
import { WhenKnown } from '../../components/when-known.tsx'
import { useControl } from '../../control.tsx'
import { files as words } from '../../strings/files.ts'
import { baseName } from './file-path.ts'
import { LayerChip } from './layer-chip.tsx'
import type { BrowserProps } from './list-props.ts'
import { modeText } from './mode-text.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', marginLeft: 'auto', columnGap: tokens.spacingHorizontalS },
})

export interface FileHeadProps extends BrowserProps {
  readonly entry: FileEntry
  readonly up: (() => void) | undefined
}

/** What is known of the file that is shown, the way back, and a way to keep it. */
export function FileHead({ image, layers, address, entry, up }: FileHeadProps) {
  const styles = useStyles()
  const { path, sizeBytes, mode, uid, gid, modifiedAt, layer } = entry
  return (
    <div className={styles.root}>
      {path !== address.file && <span>{words.viewer.linked(address.file, path)}</span>}
      <Size bytes={sizeBytes} />
      {mode !== undefined && <span className={styles.code}>{modeText(mode)}</span>}
      {uid !== undefined && <span className={styles.code}>{`${uid}:${gid ?? ''}`}</span>}
      <WhenKnown at={modifiedAt} />
      <span>
        <Muted>{words.columns.layer}</Muted>{' '}
        <LayerChip digest={layer} layers={layers} place={address.place} />
      </span>
      <div className={styles.actions}>
        <CopyButton text={`/${path}`} thing={words.viewer.copyPath} size="medium" />
        <DownloadButton image={image} entry={entry} />
        <Tooltip content={words.viewer.close} relationship="label">
          <Button appearance="subtle" icon={<DismissRegular />} onClick={up} />
        </Tooltip>
      </div>
    </div>
  )
}

type DownloadButtonProps = Pick<FileHeadProps, 'image' | 'entry'>

/** A link, so that the browser itself saves the file as it comes. */
function DownloadButton({ image, entry: { layer, path } }: DownloadButtonProps) {
  const control = useControl()
  return (
    <Button
      as="a"
      icon={<ArrowDownloadRegular />}
      href={control.download({ what: 'file', ...image, layer, path })}
      download={baseName(path)}
    >
      {words.viewer.download}
    </Button>
  )
}
