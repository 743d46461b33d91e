import { arch, release, type } from 'node:os'
import type { Config } from '../config/config.ts'
import { withoutSecrets } from '../config/redact.ts'
import type { DoctorResult } from '../control/doctor-contract.ts'
import type { LogRing } from '../log-ring.ts'

export interface ReportParts {
  readonly version: string
  readonly config: Config
  readonly log?: LogRing
}

/** Lines of the log that are taken along, and characters of the whole. */
const LINES = 300
const MOST = 1024 * 1024

/** Everything that helps to find a fault, as text, without what is secret or looks like it. */
export function diagnostics(
  { version, config, log }: ReportParts,
  results: readonly DoctorResult[],
): string {
  const parts = [
    `Berth ${version}, Node ${process.versions.node}, ${type()} ${release()}, ${arch()}`,
    ['Checks', ...results.map(resultText)].join('\n'),
    `Configuration\n${JSON.stringify(plain(config), undefined, 2)}`,
    ['Log', ...(log?.latest(LINES) ?? []).map((line) => JSON.stringify(line))].join('\n'),
  ]
  return `${parts.map(withoutSecrets).join('\n\n')}\n`.slice(0, MOST)
}

/** One result for a person. */
export function resultText({ title, findings }: DoctorResult): string {
  return findings
    .flatMap(({ state, text, todo }) => [
      `${MARKS[state]} ${title}: ${text}`,
      ...(todo === undefined ? [] : todo.split('\n').map((line) => `            ${line}`)),
    ])
    .join('\n')
}

const MARKS = { ok: 'ok       ', note: 'note     ', problem: 'problem  ' } as const

/** A configuration with its secrets left out, whatever they are called. */
function plain(config: Config): unknown {
  const { driver } = config.storage
  const shown =
    driver.kind === 'azure' ? { ...driver, credential: { kind: driver.credential.kind } } : driver
  const { headers, ...http } = config.http
  return {
    ...config,
    http: { ...http, headers: Object.keys(headers) },
    log: { ...config.log, fields: Object.keys(config.log.fields) },
    storage: { ...config.storage, driver: shown },
  }
}
