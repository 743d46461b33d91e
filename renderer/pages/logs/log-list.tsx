import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowDownRegular } from '@fluentui/react-icons'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { LogLine } from '../../../server/control/logs-contract.ts'
import { LOG_LINE_HEIGHT } from '../../measures.ts'
import { strings } from '../../strings.ts'
import { fieldsText, lineKey, lineTime, shownLine } from './log-lines.ts'

const useStyles = makeStyles({
  frame: {
    position: 'relative',
    display: 'flex',
    flexGrow: 1,
    minHeight: `${LOG_LINE_HEIGHT * 8}px`,
  },
  scroll: {
    flexGrow: 1,
    overflow: 'auto',
    overscrollBehavior: 'contain',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
  },
  body: { position: 'relative' },
  line: {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'flex',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
  },
  time: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  level: { flexShrink: 0, width: '3rem', color: tokens.colorNeutralForeground3 },
  error: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
  warn: { color: tokens.colorStatusWarningForeground3, fontWeight: tokens.fontWeightSemibold },
  info: {},
  debug: {},
  text: { minWidth: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  fields: { color: tokens.colorNeutralForeground3 },
  toEnd: {
    position: 'absolute',
    right: tokens.spacingHorizontalL,
    bottom: tokens.spacingVerticalM,
    boxShadow: tokens.shadow4,
  },
})

export interface LogListProps {
  readonly lines: readonly LogLine[]
  /** Does not follow what comes. */
  readonly still: boolean
}

/** Lines, the newest last. It follows them as long as its end is in sight. */
export function LogList({ lines, still }: LogListProps) {
  const styles = useStyles()
  const scroll = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => LOG_LINE_HEIGHT,
    getItemKey: (index) => keyAt(lines, index),
    overscan: 20,
    // The last line does not touch the edge of the window.
    paddingEnd: LOG_LINE_HEIGHT / 2,
    scrollPaddingEnd: LOG_LINE_HEIGHT / 2,
  })
  const toEnd = () => virtualizer.scrollToIndex(lines.length - 1, { align: 'end' })
  const [atEnd, onScroll] = useFollowing(scroll, lines, still, toEnd)
  return (
    <div className={styles.frame}>
      <div
        ref={scroll}
        // Keys scroll it. It is no live region: a busy log would never let a reader finish.
        role="log"
        aria-live="off"
        aria-label={strings.logs.label}
        tabIndex={0}
        className={styles.scroll}
        onScroll={onScroll}
      >
        <div className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.line}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line line={lines[index]} />
            </div>
          ))}
        </div>
      </div>
      {!atEnd && (
        <Button className={styles.toEnd} icon={<ArrowDownRegular />} onClick={toEnd}>
          {strings.logs.toEnd}
        </Button>
      )}
    </div>
  )
}

function Line({ line }: { readonly line: LogLine | undefined }) {
  const styles = useStyles()
  if (!line) return null
  const shown = shownLine(line)
  return (
    <>
      <time className={styles.time} dateTime={new Date(line.at).toISOString()}>
        {lineTime(line)}
      </time>
      <span className={mergeClasses(styles.level, styles[line.level])}>{line.level}</span>
      <span className={styles.text}>
        {shown.message} <span className={styles.fields}>{fieldsText(shown)}</span>
      </span>
    </>
  )
}

function keyAt(lines: readonly LogLine[], index: number): string | number {
  const line = lines[index]
  return line ? lineKey(line) : index
}

/** Pixels from the end that still count as the end. */
const NEAR = 2 * LOG_LINE_HEIGHT

/** Whether the end is in sight, kept so while lines come. */
function useFollowing(
  scroll: RefObject<HTMLDivElement | null>,
  lines: readonly LogLine[],
  still: boolean,
  toEnd: () => void,
): [boolean, () => void] {
  const [atEnd, setAtEnd] = useState(true)
  useLayoutEffect(() => {
    if (atEnd && !still) toEnd()
    // Only new lines move it, not that somebody scrolled.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lines.length, lines.at(-1)])
  const onScroll = () => {
    const { current } = scroll
    if (!current) return
    setAtEnd(current.scrollHeight - current.scrollTop - current.clientHeight < NEAR)
  }
  return [atEnd, onScroll]
}
