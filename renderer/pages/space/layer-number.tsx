import { LayerChip } from '../files/layer-chip.tsx'
import { filesPlace } from '../files/files-address.ts'
import type { WasteReportProps } from './waste-props.ts'

export interface LayerNumberProps extends WasteReportProps {
  /** Its digest. */
  readonly layer: string
}

/** A layer's number, which leads to its files. */
export function LayerNumber({ name, platform, layers, layer }: LayerNumberProps) {
  const place = (changes: object) => filesPlace(name, { platform, ...changes })
  return <LayerChip digest={layer} layers={layers} place={place} />
}
