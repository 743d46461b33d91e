import { Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { HistoryStep } from '../../../server/control/images-contract.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { exactTime } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { dockerfileLine } from './dockerfile-line.ts'

/** Lines of one step that are shown before the rest hides behind a button. */
const MOST = 8

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  step: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 6rem',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  line: { display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  further: { paddingLeft: tokens.spacingHorizontalXXL },
  instruction: { fontWeight: tokens.fontWeightSemibold },
  size: { textAlign: 'end', fontVariantNumeric: 'tabular-nums', alignSelf: 'start' },
  comment: { color: tokens.colorNeutralForeground3 },
  more: { fontSize: tokens.fontSizeBase200 },
})

/** How it was built, step by step, as a Dockerfile would say it. */
export function History({ steps }: { readonly steps: readonly HistoryStep[] }) {
  const styles = useStyles()
  const text = steps.map(({ command }) => command).join('\n')
  return (
    <Section
      title={words.history.title}
      actions={<CopyButton text={text} thing={words.history.copy} />}
    >
      <ol className={styles.list} aria-label={words.history.label}>
        {steps.map((step, at) => (
          // Steps have no names of their own and never change places.
          // oxlint-disable-next-line react/no-array-index-key
          <Step key={at} step={step} />
        ))}
      </ol>
    </Section>
  )
}

function Step({ step }: { readonly step: HistoryStep }) {
  const styles = useStyles()
  const { createdAt, comment, sizeBytes } = step
  return (
    <li className={styles.step} {...(createdAt !== undefined && { title: exactTime(createdAt) })}>
      <div className={styles.code}>
        <Command command={step.command} />
        {comment !== undefined && (
          <span className={mergeClasses(styles.line, styles.comment)}># {comment}</span>
        )}
      </div>
      <span className={styles.size}>{sizeBytes !== undefined && <Size bytes={sizeBytes} />}</span>
    </li>
  )
}

function Command({ command }: { readonly command: string }) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const { instruction, lines } = dockerfileLine(command)
  const hidden = lines.length - MOST
  const shown = open || hidden <= 1 ? lines : lines.slice(0, MOST)
  return (
    <>
      {shown.map((line, at) => (
        // Lines may repeat, and never change places.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={at} className={mergeClasses(styles.line, at > 0 && styles.further)}>
          {at === 0 && instruction !== undefined && (
            <span className={styles.instruction}>{instruction} </span>
          )}
          {line}
        </span>
      ))}
      {hidden > 1 && (
        <Link
          as="button"
          className={mergeClasses(styles.more, styles.further)}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? words.about.showFewer : words.about.showAll(hidden)}
        </Link>
      )}
    </>
  )
}
