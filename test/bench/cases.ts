import { lastPage, layOutCatalog } from './catalog-tree.ts'
import type { TreeSize } from './console-tree.ts'
import type { Load } from './load-process.ts'

/** How much is measured: the full form is the one whose targets count. */
export interface Size {
  readonly rounds: number
  /** Bytes of the large layer. */
  readonly layer: number
  /** Milliseconds that a rate is measured. */
  readonly duration: number
  /** Repositories in the catalog. */
  readonly repositories: number
  /** Cold starts. */
  readonly starts: number
  /** What the console lists. */
  readonly listed: TreeSize
}

/** The form that the targets are meant for. */
export const fullSize: Size = {
  rounds: 3,
  layer: 2 ** 30,
  duration: 4000,
  repositories: 10_000,
  starts: 10,
  listed: { repositories: 10_000, tags: 100_000, tagsOfLargest: 5_000 },
}

/** A short look, for work on the server. */
export const quickSize: Size = {
  rounds: 1,
  layer: 2 ** 28,
  duration: 1500,
  repositories: 2000,
  starts: 3,
  listed: { repositories: 1_000, tags: 10_000, tagsOfLargest: 1_000 },
}

/** Something both registries are measured at. */
export interface Case {
  readonly name: string
  readonly title: string
  readonly unit: 'MB/s' | '/s'
  /** The advantage over the peer that is to be reached. */
  readonly target: number
  /** Asks for a login with bcrypt, cost 10. */
  readonly login?: boolean
  /** Fills the folder before the registry starts. */
  prepare?(root: string): void
  /** Measures a fresh registry; more is better. */
  measure(load: Load, place: { port: number; headers: Record<string, string> }): Promise<number>
}

const connections = 16
const pulls = 5

/** All comparisons, in the order of the table. */
export function cases(size: Size): readonly Case[] {
  const { layer, duration, repositories } = size
  return [
    {
      name: 'push',
      title: `push of a ${mebibytes(layer)} layer`,
      unit: 'MB/s',
      target: 2.5,
      measure: async (load, place) => layer / 1e6 / (await load.run('pushBlobs', place, 1, layer)),
    },
    {
      name: 'parallel-push',
      title: `4 parallel pushes of ${mebibytes(layer / 2)}`,
      unit: 'MB/s',
      target: 2,
      measure: async (load, place) =>
        (2 * layer) / 1e6 / (await load.run('pushBlobs', place, 4, layer / 2)),
    },
    {
      name: 'pull',
      title: `pull of a ${mebibytes(layer)} layer`,
      unit: 'MB/s',
      target: 1.1,
      measure: async (load, place) =>
        layer / 1e6 / (await load.run('pullBlob', place, layer, pulls)),
    },
    {
      name: 'manifest',
      title: `manifest GET by tag, ${connections} connections`,
      unit: '/s',
      target: 8,
      measure: (load, place) => load.run('readManifest', place, connections, duration),
    },
    {
      name: 'head',
      title: `blob HEAD, ${connections} connections`,
      unit: '/s',
      target: 5,
      measure: (load, place) => load.run('headBlob', place, connections, duration),
    },
    {
      name: 'image',
      title: 'small-image push',
      unit: '/s',
      target: 2.5,
      measure: (load, place) => load.run('pushImages', place, duration),
    },
    {
      name: 'login-manifest',
      title: `login: manifest GET, ${connections} connections`,
      unit: '/s',
      target: 200,
      login: true,
      measure: (load, place) => load.run('readManifest', place, connections, duration),
    },
    {
      name: 'login-image',
      title: 'login: small-image push',
      unit: '/s',
      target: 25,
      login: true,
      measure: (load, place) => load.run('pushImages', place, duration),
    },
    {
      name: 'catalog',
      title: `last catalog page of ${repositories} repositories`,
      unit: '/s',
      target: 5,
      prepare: (root) => layOutCatalog(root, repositories),
      measure: (load, place) => load.run('readCatalog', place, lastPage(repositories), duration),
    },
  ]
}

function mebibytes(bytes: number): string {
  const count = bytes / 2 ** 20
  return count >= 1024 ? `${count / 1024} GiB` : `${count} MiB`
}
