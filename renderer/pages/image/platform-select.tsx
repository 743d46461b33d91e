import { Select } from '@fluentui/react-components'
import { Labelled } from '../../components/labelled.tsx'
import type { PlatformImage } from '../../../server/control/images-contract.ts'
import { size } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { platformName } from './platform-choice.ts'

export interface PlatformSelectProps {
  readonly platforms: readonly PlatformImage[]
  readonly chosen: PlatformImage
  readonly onChoose: (name: string) => void
  /** With the size of each. */
  readonly sized?: boolean
}

/** Which of its platforms a page is about. */
export function PlatformSelect({ platforms, chosen, onChoose, sized }: PlatformSelectProps) {
  return (
    <Labelled label={words.platform.label}>
      {(id) => (
        <Select id={id} value={platformName(chosen)} onChange={(_, { value }) => onChoose(value)}>
          {platforms.map((platform) => (
            <option key={platform.digest} value={platformName(platform)}>
              {sized
                ? `${platformName(platform)} · ${size(platform.sizeBytes)}`
                : platformName(platform)}
            </option>
          ))}
        </Select>
      )}
    </Labelled>
  )
}
