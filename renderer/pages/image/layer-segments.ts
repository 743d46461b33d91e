import type { Layer } from '../../../server/control/images-contract.ts'

/** Layers that get a tone and a line in the legend of their own; more cannot be told apart. */
const MOST_NAMED = 5
/** Part of the whole below which a layer is no longer seen. */
const LEAST_SEEN = 0.01

/** Part of the stacked bar: a layer, or neighbours too small to be seen one by one. */
export interface Segment {
  /** Positions of its layers in the list, from 0. */
  readonly layers: readonly number[]
  readonly bytes: number
  /** All of it is in other images too. */
  readonly shared: boolean
  /** Place among the largest, from 0; absent for the rest. */
  readonly rank?: number
}

/** The bar's segments in the order of the layers, the first one lowest in the image. */
export function segmentsOf(layers: readonly Layer[]): readonly Segment[] {
  return ranked(gathered(layers, sum(layers) * LEAST_SEEN))
}

function gathered(layers: readonly Layer[], least: number): readonly Segment[] {
  const segments: Segment[] = []
  for (const [at, { sizeBytes, sharedWith }] of layers.entries()) {
    const next = { layers: [at], bytes: sizeBytes, shared: sharedWith > 0 }
    const before = segments.at(-1)
    if (before && joins(before, next, least)) segments[segments.length - 1] = joined(before, next)
    else segments.push(next)
  }
  return segments
}

/** Small ones beside each other join, as long as both are shared or both are not. */
function joins(before: Segment, next: Segment, least: number): boolean {
  return before.shared === next.shared && before.bytes < least && next.bytes < least
}

function joined(before: Segment, next: Segment): Segment {
  return {
    layers: [...before.layers, ...next.layers],
    bytes: before.bytes + next.bytes,
    shared: before.shared,
  }
}

function ranked(segments: readonly Segment[]): readonly Segment[] {
  const largest = bySize(segments.filter(({ layers }) => layers.length === 1)).slice(0, MOST_NAMED)
  return segments.map((segment) => {
    const rank = largest.indexOf(segment)
    return rank < 0 ? segment : { ...segment, rank }
  })
}

/** The legend: the largest first, then what is left as one. */
export function legendOf(segments: readonly Segment[]): readonly Segment[] {
  const named = bySize(segments.filter(({ rank }) => rank !== undefined))
  const rest = segments.filter(({ rank }) => rank === undefined)
  if (rest.length === 0) return named
  return [
    ...named,
    {
      layers: rest.flatMap(({ layers }) => layers),
      bytes: rest.reduce((sum, { bytes }) => sum + bytes, 0),
      shared: rest.every(({ shared }) => shared),
    },
  ]
}

const bySize = (segments: readonly Segment[]): readonly Segment[] =>
  segments.toSorted((a, b) => b.bytes - a.bytes)

/** Bytes of the layers, and the part of them that other images have as well. */
export function layerTotals(layers: readonly Layer[]): { bytes: number; sharedBytes: number } {
  return { bytes: sum(layers), sharedBytes: sum(layers.filter((layer) => layer.sharedWith > 0)) }
}

function sum(layers: readonly Layer[]): number {
  return layers.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0)
}
