import { NOW } from './clock.ts'
import { chart, imageFor, statementOn, type Contents } from './image.ts'
import { service, site, tool, upstream } from './recipes.ts'

/** Who uses the registry, and with what. */
export const PEOPLE = {
  alice: 'Helm/3.17.2',
  ben: 'podman/5.4.0',
  ci: 'buildkit/v0.20.1',
  prod: 'containerd/2.0.3',
} as const

export type Person = keyof typeof PEOPLE

/** Something that somebody did. */
export type Deed = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly by: Person
  readonly repository: string
} & (
  | {
      readonly does: 'push'
      /** None for what goes by its digest alone. */
      readonly tags: readonly string[]
      readonly contents: () => Contents
    }
  | { readonly does: 'pull'; readonly tag: string }
  | { readonly does: 'delete'; readonly tag: string }
  | { readonly does: 'retag'; readonly tag: string; readonly from: string }
)

export type DeedOf<D extends Deed['does']> = Extract<Deed, { readonly does: D }>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BOTH = ['amd64', 'arm64']
const ago = (time: number): number => NOW - time
const isoAt = (at: number): string => new Date(at).toISOString()

const API = 'team/api'

function api(at: number, version: string, dependencies: number, tags = [version]): Deed {
  const contents = () =>
    imageFor(BOTH, service('api', version, isoAt(at - 4 * MINUTE), dependencies))
  return { at, by: 'ci', repository: API, does: 'push', tags, contents }
}

function push(
  at: number,
  repository: string,
  tag: string,
  contents: (created: string) => Contents,
  by: Person = 'ci',
): Deed {
  const made = () => contents(isoAt(at - 7 * MINUTE))
  return { at, by, repository, does: 'push', tags: [tag], contents: made }
}

/** What is said of the release, signed a moment after it was pushed. */
function statement(at: number, artifactType: string, kib: number): Deed {
  const contents = () => {
    const release = RELEASE.does === 'push' ? RELEASE.contents().at(-1) : undefined
    if (!release) throw new Error('there is no release to speak of')
    return statementOn(release, { artifactType, kib, created: isoAt(at) })
  }
  return { at, by: 'ci', repository: API, does: 'push', tags: [], contents }
}

const RELEASE = api(ago(3 * HOUR), 'v1.6.0', 3, ['v1.6.0', 'latest'])

const pull = (at: number, by: Person, repository: string, tag: string): Deed => {
  return { at, by, repository, does: 'pull', tag }
}

/** All that happened, in order. */
export const STORY: readonly Deed[] = [
  push(
    ago(41 * DAY),
    'postgres',
    '16.8',
    (at) => imageFor(BOTH, upstream('postgres', '16.8', at, 47.5)),
    'ben',
  ),
  push(
    ago(41 * DAY - HOUR),
    'redis',
    '7.4',
    (at) => imageFor(BOTH, upstream('redis', '7.4', at, 9.7)),
    'ben',
  ),
  api(ago(30 * DAY), 'v1.4.0', 1),
  push(ago(27 * DAY), 'charts/api', '1.4.0', () => chart('api', '1.4.0', 6.1), 'alice'),
  push(ago(26 * DAY), 'tools/linter', '2.1', (at) =>
    imageFor(['amd64'], tool('linter', '2.1', at, 18.4)),
  ),
  api(ago(24 * DAY), 'v1.4.1', 1),
  push(ago(20 * DAY), 'team/web', 'v3.0', (at) => imageFor(BOTH, site('web', 'v3.0', at))),
  push(
    ago(19 * DAY),
    'postgres',
    '17.4',
    (at) => imageFor(BOTH, upstream('postgres', '17.4', at, 49.2)),
    'ben',
  ),
  push(ago(17 * DAY), 'tools/migrate', '4.18', (at) =>
    imageFor(BOTH, tool('migrate', '4.18', at, 13.1)),
  ),
  push(ago(14 * DAY), 'team/worker', 'v0.9', (at) => imageFor(BOTH, service('worker', 'v0.9', at))),
  api(ago(9 * DAY), 'v1.5.0', 2),
  push(ago(9 * DAY - HOUR), 'charts/api', '1.5.0', () => chart('api', '1.5.0', 6.4), 'alice'),
  push(ago(8 * DAY), 'tools/backup', '1.2', (at) =>
    imageFor(['amd64'], tool('backup', '1.2', at, 22.7)),
  ),
  api(ago(6 * DAY), 'v1.5.1', 2),
  push(ago(5 * DAY), 'team/web', 'v3.1', (at) => imageFor(BOTH, site('web', 'v3.1', at))),
  push(ago(4 * DAY), 'team/docs', 'main', (at) => imageFor(['amd64'], site('docs', 'main', at))),
  pull(ago(3 * DAY), 'ben', 'postgres', '17.4'),
  api(ago(2 * DAY), 'v1.6.0-rc.1', 3),
  api(ago(26 * HOUR), 'v1.6.0-rc.2', 3),
  push(ago(22 * HOUR), 'team/worker', 'v1.0', (at) =>
    imageFor(BOTH, service('worker', 'v1.0', at, 2)),
  ),
  pull(ago(21 * HOUR), 'prod', 'team/worker', 'v1.0'),
  pull(ago(20 * HOUR), 'ben', 'redis', '7.4'),
  push(ago(5 * HOUR), 'tools/linter', '2.2', (at) =>
    imageFor(['amd64'], tool('linter', '2.2', at, 18.9)),
  ),
  pull(ago(4 * HOUR), 'ben', 'tools/linter', '2.2'),
  RELEASE,
  statement(ago(3 * HOUR - MINUTE), 'application/spdx+json', 214),
  statement(ago(3 * HOUR - 2 * MINUTE), 'application/vnd.dev.cosign.artifact.sig.v1+json', 0.5),
  push(ago(2.6 * HOUR), 'charts/api', '1.6.0', () => chart('api', '1.6.0', 6.6), 'alice'),
  pull(ago(2.4 * HOUR), 'prod', API, 'v1.6.0'),
  pull(ago(2.2 * HOUR), 'alice', 'charts/api', '1.6.0'),
  {
    at: ago(95 * MINUTE),
    by: 'alice',
    repository: API,
    does: 'retag',
    from: 'v1.6.0',
    tag: 'stable',
  },
  push(ago(48 * MINUTE), 'team/web', 'v3.2', (at) => imageFor(BOTH, site('web', 'v3.2', at))),
  pull(ago(44 * MINUTE), 'prod', 'team/web', 'v3.2'),
  { at: ago(31 * MINUTE), by: 'alice', repository: API, does: 'delete', tag: 'v1.4.0' },
  push(ago(12 * MINUTE), 'team/docs', 'main', (at) =>
    imageFor(['amd64'], site('docs', 'main 2', at)),
  ),
  api(ago(4 * MINUTE), 'main', 3),
  pull(ago(2 * MINUTE), 'ben', API, 'main'),
]
