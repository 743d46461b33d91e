import { expect, test } from 'vitest'
import { warningsFor, type DiskSpace } from '../../server/control/warnings.ts'
import { load } from '../config/loading.ts'

const GIB = 1024 ** 3
const DAY = 24 * 3_600_000
const LOGIN = 'auth: {htpasswd: {realm: x, path: users}}\n'
const OPEN = 'http: {addr: ":5000"}\n'

interface Case {
  readonly yaml?: string
  readonly away?: boolean
  readonly disk?: DiskSpace
  /** Days until the SAS ends. */
  readonly days?: number
}

function warnings({ yaml = '', away = false, disk, days }: Case) {
  const { config } = load({ yaml })
  return warningsFor({
    config,
    readOnly: config.storage.readOnly,
    state: away ? 'storage-away' : 'running',
    reason: 'gone',
    disk,
    loginEnds: days === undefined ? undefined : Date.now() + days * DAY,
  })
}

test.each<[string, Case, ...ids: string[]]>([
  ['a registry on this machine alone', {}],
  ['one with a login', { yaml: LOGIN }],
  ['storage that is away', { away: true }, 'storage-away'],
  ['the network without a login', { yaml: OPEN }, 'open-to-network'],
  ['passwords over the network in the clear', { yaml: OPEN + LOGIN }, 'no-tls'],
  ['TLS', { yaml: `${LOGIN}http: {addr: ":5000", tls: {certificate: c, key: k}}` }],
  ['a proxy with TLS', { yaml: `${LOGIN}http: {addr: ":5000", host: "https://r.example"}` }],
  ['a read-only one', { yaml: 'storage: {maintenance: {readonly: {enabled: true}}}' }, 'read-only'],
  ['room on a large disk', { disk: { freeBytes: 5 * GIB, totalBytes: 1_000 * GIB } }],
  ['a full one', { disk: { freeBytes: 5 * GIB - 1, totalBytes: 1_000 * GIB } }, 'disk-low'],
  ['room on a small disk', { disk: { freeBytes: GIB, totalBytes: 10 * GIB } }],
  ['a full one', { disk: { freeBytes: GIB - 1, totalBytes: 10 * GIB } }, 'disk-low'],
  ['a SAS that lasts', { days: 7.5 }],
  ['one that ends within a week', { days: 6.5 }, 'sas-expires'],
  ['one that has ended', { days: -1 }, 'sas-expires'],
  [
    'everything at once',
    { yaml: OPEN, away: true, disk: { freeBytes: 0, totalBytes: GIB } },
    'storage-away',
    'disk-low',
    'open-to-network',
  ],
])('%s', (_what, situation, ...ids) => {
  const found = warnings(situation)
  expect(found.map(({ id }) => id)).toEqual(ids)
  expect(found.every(({ text, hint }) => text !== '' && hint !== '')).toBe(true)
})

test.each([
  [-1, 'The SAS that opens the storage has expired.'],
  [0.5, 'The SAS that opens the storage expires in less than a day.'],
  [1.5, 'The SAS that opens the storage expires in a day.'],
  [3.5, 'The SAS that opens the storage expires in 3 days.'],
])('%d days before a SAS ends', (days, text) => {
  expect(warnings({ days }).map((warning) => warning.text)).toEqual([text])
})
