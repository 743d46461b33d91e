import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme,
} from '@fluentui/react-components'

/** The one accent: the blue of deep water beside a quay. Everything else is Fluent's neutral. */
const HARBOUR_BLUE: BrandVariants = {
  10: '#020407',
  20: '#0d1a26',
  30: '#102b41',
  40: '#113954',
  50: '#124767',
  60: '#13567b',
  70: '#14658f',
  80: '#1874a3',
  90: '#3483b1',
  100: '#4d92bd',
  110: '#65a1c8',
  120: '#7db1d3',
  130: '#95c0dd',
  140: '#add0e7',
  150: '#c6e0f0',
  160: '#e0f0f9',
}

const light = createLightTheme(HARBOUR_BLUE)

const plainDark = createDarkTheme(HARBOUR_BLUE)
// Fluent's own words on custom ramps: the default brand text is too dark on a dark ground.
const dark: Theme = {
  ...plainDark,
  colorBrandForeground1: HARBOUR_BLUE[120],
  colorBrandForeground2: HARBOUR_BLUE[130],
  colorBrandForegroundLink: HARBOUR_BLUE[130],
  colorBrandForegroundLinkHover: HARBOUR_BLUE[140],
  // Its own red is 4.2 : 1 on its ground.
  colorStatusDangerForeground1: plainDark.colorPaletteRedForeground1,
}

export type ThemeName = 'light' | 'dark' | 'contrast'
/** What a person may choose; `system` follows the machine, as it changes. */
export type ThemeChoice = 'system' | ThemeName

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light,
  dark,
  contrast: teamsHighContrastTheme,
}
