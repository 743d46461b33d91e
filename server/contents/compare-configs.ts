import type { Comparison } from '../control/contents-contract.ts'
import type { ImageConfig, PlatformImage } from '../control/images-contract.ts'
import { sideBySide } from './side-by-side.ts'

/** What differs in how two images are run, each as text, a line for every item. */
export function compareConfigs(a: PlatformImage, b: PlatformImage): Comparison['config'] {
  const [factsA, factsB] = [factsOf(a), factsOf(b)]
  return NAMES.flatMap((name) => {
    const [own, other] = [factsA[name], factsB[name]]
    if (own === other) return []
    return [
      { name, ...(own !== undefined && { a: own }), ...(other !== undefined && { b: other }) },
    ]
  })
}

/** The steps of both builds. */
export function compareHistories(a: PlatformImage, b: PlatformImage): Comparison['history'] {
  const steps = sideBySide(a.history, b.history, ({ command }) => command)
  return steps.map(({ item: { command }, in: side }) => ({ command, in: side }))
}

/** The layers of both, the lowest first. */
export function compareLayers(a: PlatformImage, b: PlatformImage): Comparison['layers'] {
  const layers = sideBySide(a.layers ?? [], b.layers ?? [], ({ digest }) => digest)
  return layers.map(({ item: { digest, sizeBytes, command }, in: side }) => ({
    digest,
    sizeBytes,
    ...(command !== undefined && { command }),
    in: side,
  }))
}

const NAMES = [
  'platform',
  'created',
  'author',
  'user',
  'workingDirectory',
  'entrypoint',
  'command',
  'environment',
  'ports',
  'volumes',
  'labels',
  'stopSignal',
] as const

type Facts = Readonly<Record<(typeof NAMES)[number], string | undefined>>

function factsOf({ platform, config }: PlatformImage): Facts {
  return {
    platform,
    created: config?.createdAt === undefined ? undefined : new Date(config.createdAt).toISOString(),
    author: config?.author,
    user: config?.user,
    workingDirectory: config?.workingDirectory,
    entrypoint: lines(config?.entrypoint),
    command: lines(config?.command),
    environment: lines(config?.environment),
    ports: lines(config?.ports.toSorted()),
    volumes: lines(config?.volumes.toSorted()),
    labels: lines(config && labelsOf(config)),
    stopSignal: config?.stopSignal,
  }
}

const labelsOf = ({ labels }: ImageConfig): readonly string[] =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()

const lines = (items: readonly string[] | undefined): string | undefined =>
  items && items.length > 0 ? items.join('\n') : undefined
