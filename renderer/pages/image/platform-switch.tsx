import { makeStyles, tokens } from '@fluentui/react-components'
import { Digest } from '../../components/digest.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { image as words } from '../../strings/image.ts'
import { PlatformSelect, type PlatformSelectProps } from './platform-select.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
})

export interface PlatformSwitchProps extends PlatformSelectProps {
  readonly repository: string
}

/** Which platform's layers, configuration and history the page shows. */
export function PlatformSwitch({ repository, ...choice }: PlatformSwitchProps) {
  const styles = useStyles()
  const { chosen } = choice
  return (
    <div className={styles.root}>
      <PlatformSelect {...choice} sized />
      <Digest digest={chosen.digest} copy />
      {chosen.layers && (
        <PlaceLink to={{ page: 'image', repository, reference: chosen.digest }}>
          {words.platform.open}
        </PlaceLink>
      )}
    </div>
  )
}
