import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'
import type { SyncImageProgress } from '../../../server/control/sync-run-contract.ts'
import { ByteProgress } from '../../components/byte-progress.tsx'
import { PlainList } from '../../components/plain-list.tsx'
import { Section } from '../../components/section.tsx'
import { percent, shortDigest, size } from '../../format.ts'
import { strings } from '../../strings.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { imageName } from './image-columns.tsx'

const words = syncRuns.run

const useStyles = makeStyles({
  // Many at once must not push the images out of the window.
  scroll: { maxHeight: '30vh', overflow: 'auto', paddingRight: tokens.spacingHorizontalS },
  blobs: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(4rem, 1fr) max-content',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    padding: `${tokens.spacingVerticalXS} 0 0 ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
  digest: { fontFamily: tokens.fontFamilyMonospace },
})

/** Images on their way, each with the blobs of it that move. */
export function MovingImages({ images }: { readonly images: readonly SyncImageProgress[] }) {
  const styles = useStyles()
  if (images.length === 0) return null
  return (
    <Section title={words.moving}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.moving}>
        <PlainList>
          {images.map((image) => (
            <li key={imageName(image)}>
              <ByteProgress
                title={imageName(image)}
                bytes={image.doneBytes}
                totalBytes={image.totalBytes}
              />
              {image.blobs.length > 0 && <Blobs blobs={image.blobs} />}
            </li>
          ))}
        </PlainList>
      </div>
    </Section>
  )
}

function Blobs({ blobs }: Pick<SyncImageProgress, 'blobs'>) {
  const styles = useStyles()
  return (
    <div className={styles.blobs}>
      {blobs.map(({ digest, doneBytes, totalBytes }) => (
        <div key={digest} style={{ display: 'contents' }}>
          <span className={styles.digest} title={digest}>
            {shortDigest(digest)}
          </span>
          <ProgressBar
            aria-label={strings.transfers.progress(words.blob(shortDigest(digest)))}
            value={totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0}
          />
          <span>
            {strings.transfers.of(size(doneBytes), size(totalBytes))} ·{' '}
            {percent(doneBytes, totalBytes)}
          </span>
        </div>
      ))}
    </div>
  )
}
