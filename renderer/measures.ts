/** The few sizes that Fluent has no token for, in one place. Spaces and text come from its tokens. */

/** Of one line in a table, in pixels; the list that scrolls reckons with it. */
export const ROW_HEIGHT = 34
/** Of one line in a log, in pixels. */
export const LOG_LINE_HEIGHT = 24
/** The left rail. */
export const RAIL_WIDTH = '13.5rem'
/** Below this the rail becomes a strip on top: a narrow window, or a large zoom. */
export const NARROW = '@media (max-width: 44rem)'
/** Below this names stand above their values where those are long. */
export const MEDIUM = '@media (max-width: 60rem)'
/** The longest line of running text that reads well. */
export const TEXT_WIDTH = '44rem'
/** Forms and dialogs with a single column. */
export const FORM_WIDTH = '24rem'
/** The column of steps beside the one that is shown. */
export const STEP_LIST_WIDTH = '16rem'
/** The column of layers beside their files. */
export const LAYER_LIST_WIDTH = '17rem'
