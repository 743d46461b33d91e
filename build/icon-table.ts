/**
 * Every picture that the desktop app is packed with, by what it is drawn from. `npm run icons` makes them.
 *
 *     build/icons/berth.svg, drawings/   drawn by hand
 *     build/icons/app/                   the app itself, for each system
 *     build/icons/tray/                  the tray, in every state
 *
 * A picture in the tray is 16 to 24 pixels high, where half a pixel shows. So each state is drawn twice, on
 * a grid of 16 and of 20, and is only ever enlarged by whole numbers; what is left over becomes a margin.
 */

/** What the tray tells. The shape alone tells it; colour only repeats it. */
export const TRAY_STATES = ['running', 'stopped', 'busy', 'problem'] as const
export type TrayState = (typeof TRAY_STATES)[number]

/** The bar behind a picture; its own colours are the opposite. */
export const PANELS = ['light', 'dark'] as const
type Panel = (typeof PANELS)[number]

/** One size of a picture. */
export interface Frame {
  /** Height and width in pixels. */
  readonly size: number
  /** An SVG, from `build/icons`. */
  readonly drawing: string
  /** Pixels that the drawing is high and wide; what is left of `size` is a margin around it. */
  readonly drawn: number
  /** What the drawing's CSS variables stand for. */
  readonly colours: Readonly<Record<string, string>>
}

/** A file to be made; only `.ico` and `.icns` hold more than one frame. */
export interface Icon {
  /** From `build/icons`. */
  readonly file: string
  readonly frames: readonly Frame[]
}

/** Sizes of the set that desktops on Linux look through. */
export const SET_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const

const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]
const ICNS_SIZES = [32, 64, 128, 256, 512, 1024]

/** Sizes of the tray: at 100, 125, 150, 200, 250 and 300 % on Windows; whatever a panel takes on Linux. */
const TRAY_ICO_SIZES = [16, 20, 24, 32, 40, 48]
export const TRAY_PNG_SIZES = [22, 24, 32] as const

/** macOS colours these itself, and wants nothing but black and clear. */
const TEMPLATE = { '--quay': '#000', '--ship': '#000', '--mark': '#000', '--fault': '#000' }

const COLOURS = {
  light: { '--quay': '#1f1f1f', '--ship': '#1f1f1f', '--mark': '#0f6cbd', '--fault': '#c50f1f' },
  dark: { '--quay': '#ffffff', '--ship': '#ffffff', '--mark': '#62abf5', '--fault': '#ff99a4' },
} satisfies Record<Panel, typeof TEMPLATE>

/** An empty berth stands back. */
const FADED = { light: { '--quay': '#6e6e6e' }, dark: { '--quay': '#a6a6a6' } }

const appFrame = (size: number): Frame => ({
  size,
  drawing: size === 24 ? 'drawings/berth-24.svg' : 'berth.svg',
  drawn: size,
  colours: {},
})

const macFrame = (size: number): Frame => ({ ...appFrame(size), drawing: 'drawings/berth-mac.svg' })

const APP: readonly Icon[] = [
  { file: 'app/berth.icns', frames: ICNS_SIZES.map(macFrame) },
  { file: 'app/berth.ico', frames: ICO_SIZES.map(appFrame) },
  ...SET_SIZES.map((size) => ({ file: `app/${size}x${size}.png`, frames: [appFrame(size)] })),
]

function trayFrame(state: TrayState, size: number, colours: Frame['colours']): Frame {
  const grid = size % 16 === 0 ? 16 : 20
  const drawn = Math.floor(size / grid) * grid
  return { size, drawing: `drawings/tray/${state}-${grid}.svg`, drawn, colours }
}

const macTray = (state: TrayState): readonly Icon[] => [
  { file: `tray/${state}Template.png`, frames: [trayFrame(state, 16, TEMPLATE)] },
  { file: `tray/${state}Template@2x.png`, frames: [trayFrame(state, 32, TEMPLATE)] },
]

function panelTray(state: TrayState, panel: Panel): readonly Icon[] {
  const colours = { ...COLOURS[panel], ...(state === 'stopped' && FADED[panel]) }
  const frame = (size: number) => trayFrame(state, size, colours)
  const name = `tray/${state}-${panel}`
  return [
    { file: `${name}.ico`, frames: TRAY_ICO_SIZES.map(frame) },
    ...TRAY_PNG_SIZES.map((size) => ({ file: `${name}-${size}.png`, frames: [frame(size)] })),
  ]
}

/** Folders that hold nothing but what is made. */
export const MADE_FOLDERS = ['app', 'tray'] as const

/** All that is to be made. */
export const ICONS: readonly Icon[] = [
  ...APP,
  ...TRAY_STATES.flatMap(macTray),
  ...TRAY_STATES.flatMap((state) => PANELS.flatMap((panel) => panelTray(state, panel))),
]
