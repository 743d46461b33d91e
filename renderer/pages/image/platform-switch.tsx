import { Label, makeStyles, Select, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import type { PlatformImage } from '../../../server/control/contract.ts'
import { Digest } from '../../components/digest.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { size } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { platformName } from './platform-choice.ts'

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

export interface PlatformSwitchProps {
  readonly repository: string
  readonly platforms: readonly PlatformImage[]
  readonly chosen: PlatformImage
  readonly onChoose: (name: string) => void
}

/** Which platform's layers, configuration and history the page shows. */
export function PlatformSwitch({ repository, platforms, chosen, onChoose }: PlatformSwitchProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <div className={styles.root}>
      <Label htmlFor={id}>{words.platform.label}</Label>
      <Select id={id} value={platformName(chosen)} onChange={(_, { value }) => onChoose(value)}>
        {platforms.map((platform) => (
          <option key={platform.digest} value={platformName(platform)}>
            {`${platformName(platform)} · ${size(platform.sizeBytes)}`}
          </option>
        ))}
      </Select>
      <Digest digest={chosen.digest} copy />
      {chosen.layers && (
        <PlaceLink to={{ page: 'image', repository, reference: chosen.digest }}>
          {words.platform.open}
        </PlaceLink>
      )}
    </div>
  )
}
