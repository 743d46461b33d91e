import { makeStyles, tokens } from '@fluentui/react-components'
import { NARROW } from '../measures.ts'

/** Buttons at the foot of the rail; in a narrow window their icons alone. */
export const useFootStyles = makeStyles({
  button: {
    justifyContent: 'flex-start',
    fontWeight: tokens.fontWeightRegular,
    minWidth: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    [NARROW]: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS}` },
  },
  words: {
    flexGrow: 1,
    textAlign: 'start',
    // Not seen, and no wider than that, but still the button's name.
    [NARROW]: {
      position: 'absolute',
      width: tokens.strokeWidthThin,
      overflow: 'hidden',
      clipPath: 'inset(50%)',
    },
  },
  key: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    [NARROW]: { display: 'none' },
  },
})
