import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { follow } from '../../components/place-link.tsx'
import type { ImageName, ImagePart, Place } from '../../place.ts'
import { hrefOf, useQueryWord } from '../../router.ts'
import { image as words } from '../../strings/image.ts'

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

const PARTS: readonly ImagePart[] = ['image', 'files', 'space']

export interface ImagePartsProps extends ImageName {
  readonly here: ImagePart
}

/** The pages of one image, beside each other; the platform that was chosen stays chosen. */
export function ImageParts({ repository, reference, here }: ImagePartsProps) {
  const styles = useStyles()
  const [platform] = useQueryWord('platform')
  return (
    <nav aria-label={words.parts.label}>
      <ul className={styles.list}>
        {PARTS.map((page) => {
          const place: Place = { page, repository, reference, words: { platform } }
          return (
            <li key={page}>
              <a
                href={hrefOf(place)}
                className={mergeClasses(styles.link, page === here && styles.here)}
                {...(page === here && { 'aria-current': 'page' })}
                onClick={(event) => follow(event, place)}
              >
                {words.parts[page]}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
