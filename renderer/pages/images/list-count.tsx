import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
})

/** How many there are, above a list; said aloud when a search changes it. */
export function ListCount({ text }: { readonly text: string }) {
  return (
    <div role="status" className={useStyles().root}>
      {text}
    </div>
  )
}
