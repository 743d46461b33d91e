import { readFileSync } from 'node:fs'
import { applyAzureVariables } from './azure-variables.ts'
import { buildConfig } from './build.ts'
import type { Problem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import type { Config } from './config.ts'
import { applyEnvironment, fileVariable } from './env.ts'
import { keys } from './keys.ts'
import type { Report, Spot } from './report.ts'
import { below, problem } from './report.ts'
import { knownPaths } from './schema.ts'
import type { Overrides } from './surroundings.ts'
import type { Mapping, Scalar, Tree } from './tree.ts'
import { emptyMapping, isEmpty, valueAt } from './tree.ts'
import { parseYaml } from './yaml.ts'

/** Where a configuration comes from. */
export interface Origin {
  /** A path; without it and without `text`, the one in `REGISTRY_CONFIGURATION_PATH` if set. */
  readonly file?: string
  /** What the file says, when it was read already; `file` then only names it. */
  readonly text?: string
  /** The file is Berth's own: it changes no default, and may be missing. */
  readonly own?: boolean
  readonly env: NodeJS.ProcessEnv
  readonly overrides?: Overrides
  /** What relative paths are relative to; the process's own folder unless given. */
  readonly cwd?: string
  readonly platform?: NodeJS.Platform
}

export interface Loaded {
  readonly config: Config
  /** One sentence each, for a person: what Berth ignores and where it stands. */
  readonly warnings: readonly string[]
  /** The value that counts of what was written at a dotted path, and where; undefined for none. */
  readonly written: (path: string) => Scalar | undefined
}

/** Reads the file and the variables once. Throws a `ConfigError` that lists all that is wrong. */
export function loadConfig(origin: Origin): Loaded {
  const { env, overrides = {}, cwd = process.cwd(), platform = process.platform } = origin
  const file =
    origin.file ?? (origin.text === undefined ? env[fileVariable] || undefined : undefined)
  const text = origin.text ?? (file === undefined ? undefined : readText(file, origin.own))
  const report: Report = { problems: [], warnings: [] }
  const written = text === undefined ? nothing() : parseFile(text, file ?? 'configuration')
  const refined = applyEnvironment(written, keys, env, report)
  const root = applyAzureVariables(refined, env, overrides, report)
  const known = [...knownPaths(keys)].map((path) => path.join('.'))
  const spot: Spot = { root, known, path: [], report }
  const settings = keys.read(root, spot)
  const hasFile = text !== undefined
  if (hasFile && !hasVersion(written)) problem(below(spot, 'version'), 'missing, allowed: 0.1')
  const around = { hasFile: hasFile && !origin.own, cwd, platform, env, overrides }
  const config = buildConfig(settings, around, spot)
  if (report.problems.length > 0) throw new ConfigError(report.problems.toSorted(byLine))
  return { config, warnings: report.warnings, written: (path) => scalarAt(root, path) }
}

function scalarAt(root: Tree, path: string): Scalar | undefined {
  const tree = valueAt(root, path.split('.'))
  return tree?.kind === 'scalar' && !isEmpty(tree) ? tree : undefined
}

/** A file from its beginning to its end, then the rest. */
function byLine({ place: a }: Problem, { place: b }: Problem): number {
  const last = Number.MAX_SAFE_INTEGER
  return (a.line ?? last) - (b.line ?? last)
}

function nothing(): Mapping {
  return emptyMapping({ source: 'environment' })
}

function hasVersion({ entries }: Mapping): boolean {
  const version = entries.get('version')
  return version !== undefined && !isEmpty(version)
}

function parseFile(text: string, source: string): Mapping {
  const parsed = parseYaml(text, source, true)
  if (parsed.tree?.kind === 'mapping') return parsed.tree
  if (!parsed.tree) throw new ConfigError(parsed.problems)
  const message = isEmpty(parsed.tree)
    ? 'the file is empty; it needs at least "version: 0.1"'
    : 'the file must hold sections such as "http:" and "storage:"'
  throw new ConfigError([{ place: { source }, message }])
}

/** Why a file cannot be read, by the code of the system's error. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read the file',
  EPERM: 'this user may not read the file',
  EISDIR: 'this is a folder; name the file in it',
}

function readText(file: string, mayBeMissing = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    if (mayBeMissing && isMissing(error)) return undefined
    throw new ConfigError([{ place: { source: file }, message: whyUnreadable(error) }], {
      cause: error,
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return 'the file cannot be read'
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'the file is not UTF-8 text'
  return reasons[code] ?? `the file cannot be read (${code || error.message})`
}
