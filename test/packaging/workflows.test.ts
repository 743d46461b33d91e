import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import pkg from '../../package.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../..')

interface Step {
  readonly uses?: string
  readonly run?: string
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>
}

const WORKFLOWS = globSync('.github/workflows/*.yml', { cwd: ROOT }).map((file) => {
  const workflow = parse(readFileSync(join(ROOT, file), 'utf8')) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
  return { file, workflow, steps }
})

describe.each(WORKFLOWS)('$file', ({ workflow, steps }) => {
  test('uses what GitHub itself publishes, at one commit', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.filter((action) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(action))).toStrictEqual(
      [],
    )
  })

  test('may read, and nothing else', () => {
    expect(workflow.permissions).toStrictEqual({ contents: 'read' })
  })

  test('runs scripts that there are', () => {
    const runs = steps.flatMap(({ run }) => run ?? []).join('\n')
    const scripts = Array.from(runs.matchAll(/npm run (\S+)/g), ([, name = '']) => name)
    expect(scripts.filter((name) => !(name in pkg.scripts))).toStrictEqual([])
    const files = Array.from(
      runs.matchAll(/(?:^|\s)((?:test|\.ci)\/\S+)/g),
      ([, path = '']) => path,
    )
    expect(files.length + scripts.length).toBeGreaterThan(0)
    expect(files.filter((path) => globSync(path, { cwd: ROOT }).length === 0)).toStrictEqual([])
  })
})
