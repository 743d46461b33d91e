import type { Layer } from '../../../server/control/images-contract.ts'
import { image as words } from '../../strings/image.ts'
import { oneLine } from './dockerfile-line.ts'
import type { Segment } from './layer-segments.ts'

/** What a layer is called: its number, and its file or the step that made it where that is known. */
export function layerName(layers: readonly Layer[], at: number): string {
  const layer = layers[at]
  const made = layer?.title ?? layer?.command
  return made === undefined ? words.layers.layer(at + 1) : `${at + 1}. ${oneLine(made)}`
}

/** What stands for a segment in words. */
export function segmentName(layers: readonly Layer[], segment: Segment): string {
  const [first = 0] = segment.layers
  if (segment.layers.length === 1) return layerName(layers, first)
  return words.layers.small(segment.layers.length)
}
