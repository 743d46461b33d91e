import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { compare as words } from '../../strings/compare.ts'
import type { SideLine } from './differing-lines.ts'

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  // What is wrapped stands further in than the sign.
  line: {
    paddingLeft: '2ch',
    textIndent: '-2ch',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  a: { color: tokens.colorStatusDangerForeground3 },
  b: { color: tokens.colorStatusSuccessForeground1 },
  both: { color: tokens.colorNeutralForeground2 },
})

/** Lines of two texts: a sign and a colour tell which of them has it. */
export function SideLines({ lines }: { readonly lines: readonly SideLine[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {lines.map(({ text, side }, at) => (
        // Lines may repeat, and never change places.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} className={mergeClasses(styles.line, styles[side])}>
          {words.lines[side](text)}
        </li>
      ))}
    </ul>
  )
}
