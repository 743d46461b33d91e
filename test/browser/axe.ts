import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const SOURCE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/**
 * What axe finds wrong with the page, a line each. Fluent's own marks for the keyboard, which are neither
 * seen nor read, are left out.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(SOURCE, 'utf8'))
  const { violations: found } = (await page.evaluate(
    // Text, since it runs in the page, where the source above has put it.
    `axe.run({ exclude: ['[data-tabster-dummy]'] }, { resultTypes: ['violations'] })`,
  )) as AxeResults
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`))
}
