import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Place } from '../place.ts'
import { hrefOf } from '../router.ts'
import { follow } from './place-link.tsx'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    flexShrink: 0,
    columnGap: tokens.spacingHorizontalXL,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  link: {
    display: 'block',
    padding: `${tokens.spacingVerticalSNudge} 0`,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderBottom: `${tokens.strokeWidthThicker} solid transparent`,
    ':hover': { color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      borderRadius: tokens.borderRadiusMedium,
    },
    '@media (forced-colors: active)': { borderBottomColor: 'Canvas' },
  },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    borderBottomColor: tokens.colorCompoundBrandStroke,
    '@media (forced-colors: active)': { borderBottomColor: 'Highlight' },
  },
})

export interface PartLink {
  readonly label: string
  readonly to: Place
  readonly here: boolean
}

export interface PartLinksProps {
  readonly label: string
  readonly parts: readonly PartLink[]
}

/** Pages about one thing, beside each other. */
export function PartLinks({ label, parts }: PartLinksProps) {
  const styles = useStyles()
  return (
    <nav aria-label={label}>
      <ul className={styles.list}>
        {parts.map(({ label, to, here }) => (
          <li key={label}>
            <a
              href={hrefOf(to)}
              className={mergeClasses(styles.link, here && styles.here)}
              {...(here && { 'aria-current': 'page' })}
              onClick={(event) => follow(event, to)}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
