import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash } from 'bcryptjs'
import { stop } from '../support/child.ts'
import type { Case } from './cases.ts'
import { answering, launch } from './launch.ts'
import type { Load } from './load-process.ts'
import { type Row, comparedRow } from './table.ts'

/** The commands that serve a config file, Berth's first. */
export interface Sides {
  readonly berth: readonly string[]
  readonly peer: readonly string[]
}

/** What the measurements need around them. */
export interface Bench {
  readonly sides: Sides
  readonly load: Load
  /** The folder on whose file system everything is stored. */
  readonly parent: string
}

const bcryptCost = 10

/** Measures one case on both sides, who goes first alternating, and takes the medians. */
export async function compare(bench: Bench, one: Case, rounds: number): Promise<Row> {
  const results = { berth: [] as number[], peer: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['berth', 'peer'] as const) : (['peer', 'berth'] as const)
    for (const side of order) results[side].push(await measure(bench, one, bench.sides[side]))
  }
  return comparedRow(one, results.berth, results.peer)
}

async function measure(bench: Bench, one: Case, command: readonly string[]): Promise<number> {
  return inFreshFolder(bench.parent, async (folder) => {
    one.prepare?.(join(folder, 'root'))
    const login = one.login ? await loginIn(folder) : undefined
    const registry = await launch({ command, folder, ...(login && { htpasswd: login.file }) })
    const headers: Record<string, string> = login ? { Authorization: login.authorization } : {}
    try {
      await answering(registry)
      return await one.measure(bench.load, { port: registry.port, headers })
    } finally {
      await stop(registry.child)
    }
  })
}

/** Gives a new folder with an empty `root/`, removes it afterwards and settles the disk. */
export async function inFreshFolder<Result>(
  parent: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(parent, 'run-'))
  await mkdir(join(folder, 'root'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
    spawnSync('sync')
  }
}

async function loginIn(folder: string): Promise<{ file: string; authorization: string }> {
  const password = 'bench-password'
  const file = join(folder, 'htpasswd')
  await writeFile(file, `bench:${await hash(password, bcryptCost)}\n`)
  const credentials = Buffer.from(`bench:${password}`).toString('base64')
  return { file, authorization: `Basic ${credentials}` }
}
