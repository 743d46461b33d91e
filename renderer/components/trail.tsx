import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { Fragment } from 'react'
import type { Place } from '../place.ts'
import { hrefOf } from '../router.ts'
import { strings } from '../strings.ts'
import { follow } from './place-link.tsx'

const useStyles = makeStyles({
  // The padding of its buttons must not make it stand further in than the heading below.
  root: { flexShrink: 0, minWidth: 0, marginLeft: `calc(-1 * ${tokens.spacingHorizontalSNudge})` },
  list: { maxWidth: '100%' },
  item: { minWidth: 0 },
  button: { minWidth: 0 },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

/** A step on the way to where the window is. */
export interface Step {
  readonly label: string
  readonly to: Place
  /** It is where the window is. */
  readonly here?: boolean
}

export interface TrailProps {
  /** What the way is; without it the way to the page. */
  readonly label?: string
  readonly steps: readonly Step[]
  readonly go?: (place: Place) => void
}

/** The way from the list down to the page, without the page itself, whose name is the heading. */
export function Trail({ label = strings.parts.breadcrumb, steps, go }: TrailProps) {
  const styles = useStyles()
  return (
    <Breadcrumb
      size="small"
      className={styles.root}
      list={{ className: styles.list }}
      aria-label={label}
    >
      {steps.map(({ label, to, here = false }, at) => (
        <Fragment key={hrefOf(to)}>
          {at > 0 && <BreadcrumbDivider />}
          <BreadcrumbItem className={styles.item}>
            <BreadcrumbButton
              className={styles.button}
              href={hrefOf(to)}
              title={label}
              current={here}
              onClick={(event) => follow(event, to, go)}
            >
              <span className={styles.label}>{label}</span>
            </BreadcrumbButton>
          </BreadcrumbItem>
        </Fragment>
      ))}
    </Breadcrumb>
  )
}
