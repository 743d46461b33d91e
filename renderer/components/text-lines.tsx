import { makeStyles, tokens } from '@fluentui/react-components'
import { CopyButton } from './copy-button.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalS,
    minWidth: 0,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  lines: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    padding: `${tokens.spacingVerticalXXS} 0`,
    listStyleType: 'none',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  // What is wrapped is told from the next line by standing further in.
  line: {
    paddingLeft: tokens.spacingHorizontalL,
    textIndent: `calc(-1 * ${tokens.spacingHorizontalL})`,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

export interface TextLinesProps {
  readonly lines: readonly string[]
  /** What they are, for the name of the copy button: “Copy the labels”. */
  readonly thing: string
}

/** Lines as a file would have them, such as `NAME=value`, ready to copy. */
export function TextLines({ lines, thing }: TextLinesProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line} className={styles.line}>
            {line}
          </li>
        ))}
      </ul>
      <CopyButton text={lines.join('\n')} thing={thing} />
    </div>
  )
}
