import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  ArrowSyncRegular,
  BoxMultipleRegular,
  ClipboardTaskListLtrRegular,
  BroomRegular,
  DocumentTextRegular,
  GaugeRegular,
  HistoryRegular,
  KeyRegular,
  SettingsRegular,
  StethoscopeRegular,
  type FluentIcon,
} from '@fluentui/react-icons'
import { follow } from '../components/place-link.tsx'
import { NARROW } from '../measures.ts'
import type { Place } from '../place.ts'
import { hrefOf, usePlace } from '../router.ts'
import { strings } from '../strings.ts'
import { useIsClosed } from './closed-pages.tsx'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    [NARROW]: { flexDirection: 'row', flexWrap: 'wrap' },
  },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textDecorationLine: 'none',
    ':hover': {
      color: tokens.colorNeutralForeground2Hover,
      backgroundColor: tokens.colorSubtleBackgroundHover,
    },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
    [NARROW]: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}` },
  },
  here: {
    color: tokens.colorNeutralForeground2Selected,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    // A mark beside the words, which forced colours keep.
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: tokens.spacingVerticalS,
      bottom: tokens.spacingVerticalS,
      borderLeft: `${tokens.strokeWidthThicker} solid ${tokens.colorCompoundBrandStroke}`,
      borderRadius: tokens.borderRadiusMedium,
    },
  },
  icon: { display: 'flex', fontSize: tokens.fontSizeBase500, [NARROW]: { display: 'none' } },
})

/** Pages of the one level of navigation, in order. */
export const PAGES: readonly { readonly page: NavigationPage; readonly icon: FluentIcon }[] = [
  { page: 'overview', icon: GaugeRegular },
  { page: 'images', icon: BoxMultipleRegular },
  { page: 'sync', icon: ArrowSyncRegular },
  { page: 'activity', icon: HistoryRegular },
  { page: 'care', icon: BroomRegular },
  { page: 'credentials', icon: KeyRegular },
  { page: 'doctor', icon: StethoscopeRegular },
  { page: 'logs', icon: DocumentTextRegular },
  { page: 'audit', icon: ClipboardTaskListLtrRegular },
  { page: 'settings', icon: SettingsRegular },
]

export type NavigationPage =
  | 'overview'
  | 'images'
  | 'sync'
  | 'activity'
  | 'care'
  | 'credentials'
  | 'doctor'
  | 'logs'
  | 'audit'
  | 'settings'

export function Navigation() {
  const styles = useStyles()
  const here = pageUnder(usePlace())
  const isClosed = useIsClosed()
  return (
    <nav aria-label={strings.navigation.label}>
      <ul className={styles.list}>
        {PAGES.filter(({ page }) => !isClosed(page)).map(({ page, icon: Icon }) => (
          <li key={page}>
            <a
              href={hrefOf({ page })}
              className={mergeClasses(styles.link, page === here && styles.here)}
              {...(page === here && { 'aria-current': 'page' })}
              onClick={(event) => follow(event, { page })}
            >
              <span className={styles.icon}>
                <Icon aria-hidden />
              </span>
              {strings.navigation[page]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const UNDER_IMAGES: ReadonlySet<Place['page']> = new Set([
  'repository',
  'image',
  'files',
  'space',
  'compare',
  'import',
])

/** What is about repositories and images lies under Images; setting up is begun in Settings. */
function pageUnder({ page }: Place): Place['page'] {
  if (page === 'setup') return 'settings'
  if (page === 'sync-plan' || page === 'sync-run') return 'sync'
  return UNDER_IMAGES.has(page) ? 'images' : page
}
