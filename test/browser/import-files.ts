import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { run } from '../support/command.ts'
import { writeOciLayout } from '../support/oci-layout.ts'
import { writeLayeredLayout } from './layered-image.ts'

/** Files that a person may want to import, in one folder. */
export interface ImportFiles {
  /** By `skopeo copy --all` to `oci-archive:`, named `team/api:v1`, for three platforms. */
  readonly layout: string
  /** By `skopeo copy` to `docker-archive:`, named `docker.io/library/hello:1`. */
  readonly saved: string
  /** No archive at all, large enough not to be read in one go. */
  readonly noise: string
  /** Larger than any buffer on the way. */
  readonly large: string
}

/** Makes them below `folder`. */
export async function writeImportFiles(folder: string): Promise<ImportFiles> {
  const [layout, saved, noise, large] = ['layout.tar', 'saved.tar', 'photo.raw', 'large.tar'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string]
  const [platforms, layered] = [join(folder, 'platforms'), join(folder, 'layered')]
  await writeOciLayout(platforms, '1')
  await copied(['--all', `oci:${platforms}:1`, `oci-archive:${layout}:team/api:v1`])
  const hello = { command: 'COPY hello /', files: { hello: 'hello\n' } }
  await writeLayeredLayout(layered, { layers: [hello] })
  await copied([`oci:${layered}:1`, `docker-archive:${saved}:docker.io/library/hello:1`])
  await writeFile(noise, randomBytes(8_000_000))
  const content = join(folder, 'content')
  await writeFile(content, Buffer.alloc(64_000_000))
  await run('tar', ['-cf', large, '-C', folder, 'content'])
  return { layout, saved, noise, large }
}

async function copied(args: readonly string[]): Promise<void> {
  await run('skopeo', ['--insecure-policy', 'copy', '--quiet', ...args])
}

/** Chooses a file as a person would. */
export async function chooseFile(page: Page, button: string, file: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await choosing).setFiles(file)
}
