import { describe, expect, test } from 'vitest'
import { layerTotals, legendOf, segmentsOf } from '../../renderer/pages/image/layer-segments.ts'

const layers = (...sizes: readonly (number | readonly [number, 'shared'])[]) =>
  sizes.map((size, at) => ({
    digest: `sha256:${at}`,
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    sizeBytes: typeof size === 'number' ? size : size[0],
    sharedWith: typeof size === 'number' ? 0 : 1,
  }))

describe('the segments of the bar', () => {
  test('stand in the order of the layers, ranked by size', () => {
    expect(segmentsOf(layers(10, 30, [20, 'shared']))).toEqual([
      { layers: [0], bytes: 10, shared: false, rank: 2 },
      { layers: [1], bytes: 30, shared: false, rank: 0 },
      { layers: [2], bytes: 20, shared: true, rank: 1 },
    ])
  })

  test('join small neighbours of one kind', () => {
    const segments = segmentsOf(layers(1000, 1, 2, [3, 'shared'], [4, 'shared'], 1000))
    expect(segments.map(({ layers, bytes }) => [layers, bytes])).toEqual([
      [[0], 1000],
      [[1, 2], 3],
      [[3, 4], 7],
      [[5], 1000],
    ])
  })

  test('give names to a few only', () => {
    const segments = segmentsOf(layers(...Array.from({ length: 40 }, (_, at) => 100 + at)))
    expect(segments).toHaveLength(40)
    expect(segments.filter(({ rank }) => rank !== undefined)).toHaveLength(5)
  })

  test('lose no byte', () => {
    const sizes = Array.from({ length: 40 }, (_, at) => at ** 3)
    const bytes = segmentsOf(layers(...sizes)).reduce((sum, segment) => sum + segment.bytes, 0)
    expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
  })

  test('are none for no layers', () => {
    expect(segmentsOf([])).toEqual([])
  })
})

describe('the legend', () => {
  test('has the largest first and the rest as one', () => {
    const legend = legendOf(segmentsOf(layers(10, 60, 20, 30, 40, 50, 15)))
    expect(legend.map(({ bytes }) => bytes)).toEqual([60, 50, 40, 30, 20, 25])
    expect(legend.at(-1)?.layers).toEqual([0, 6])
  })

  test('has no rest where there is none', () => {
    expect(legendOf(segmentsOf(layers(1, 2)))).toHaveLength(2)
  })
})

test('totals tell what is shared', () => {
  expect(layerTotals(layers(10, [20, 'shared'], 30))).toEqual({ bytes: 60, sharedBytes: 20 })
})
