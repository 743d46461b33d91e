import { Link, type LinkProps } from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'
import type { Place } from '../place.ts'
import { hrefOf, navigate } from '../router.ts'

/** Goes there inside of the window; a click that asks for a new tab gets one. */
export function follow(
  event: MouseEvent,
  place: Place,
  go: (place: Place) => void = navigate,
): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(place)
}

export interface PlaceLinkProps extends Pick<LinkProps, 'className' | 'tabIndex' | 'title'> {
  readonly to: Place
  /** Goes there; where more is to be done than that. */
  readonly go?: (place: Place) => void
  readonly children: ReactNode
}

/** A link to a place in the window: a real one, that can be copied and opened elsewhere. */
export function PlaceLink({ to, go, children, ...rest }: PlaceLinkProps) {
  return (
    <Link {...rest} href={hrefOf(to)} onClick={(event) => follow(event, to, go)}>
      {children}
    </Link>
  )
}
