import { makeStyles, tokens } from '@fluentui/react-components'
import { CopyButton } from './copy-button.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    minWidth: 0,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  command: {
    flexGrow: 1,
    minWidth: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

export interface CommandLineProps {
  readonly command: string
  /** What it is, for the name of the copy button: “the command to push”. */
  readonly thing: string
}

/** A command for a terminal, ready to copy. */
export function CommandLine({ command, thing }: CommandLineProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <code className={styles.command}>{command}</code>
      <CopyButton text={command} thing={thing} />
    </div>
  )
}
