import { makeStyles, tokens } from '@fluentui/react-components'
import { ROW_HEIGHT } from '../../measures.ts'

export const useTableStyles = makeStyles({
  grid: {
    position: 'relative',
    flexGrow: 1,
    // Room for some rows even where the window is low; the page scrolls then.
    minHeight: `${ROW_HEIGHT * 6}px`,
    overflow: 'auto',
    outlineStyle: 'none',
    fontSize: tokens.fontSizeBase300,
    overscrollBehavior: 'contain',
  },
  stale: { opacity: 0.6 },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    display: 'grid',
    height: `${ROW_HEIGHT}px`,
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    boxSizing: 'border-box',
  },
  body: { position: 'relative' },
  row: {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'grid',
    alignItems: 'center',
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    // Grounds on which every text keeps its colour, links and high contrast included.
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  selected: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
  },
  active: {
    ':global([role="grid"]:focus-visible)': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  cell: {
    minWidth: 0,
    padding: `0 ${tokens.spacingHorizontalS}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  end: { textAlign: 'end', justifyContent: 'flex-end', fontVariantNumeric: 'tabular-nums' },
  // Words right behind numbers would read as one with them.
  afterNumbers: { paddingLeft: tokens.spacingHorizontalXXL },
  check: { display: 'flex', justifyContent: 'center', accentColor: tokens.colorBrandBackground },
  heard: { position: 'absolute', clipPath: 'inset(50%)' },
  sorter: {
    minWidth: 0,
    border: 'none',
    '& .fui-Button__icon': { fontSize: tokens.fontSizeBase300, width: 'auto', height: 'auto' },
    // The words of the heading stand above those of the cells.
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalXS})`,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: 'inherit',
  },
  sorterEnd: { marginLeft: 0, marginRight: `calc(-1 * ${tokens.spacingHorizontalXS})` },
  sorted: { fontWeight: tokens.fontWeightSemibold },
})
