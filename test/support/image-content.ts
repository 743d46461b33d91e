import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const LAYERS = 3
const LAYER_SIZE = 200 * 1024

/**
 * Writes a build context whose Dockerfile makes an image of three random layers from nothing: no
 * network, no base image, and never the same image twice.
 *
 * @returns the folder, which is made.
 */
export async function writeBuildContext(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const names = Array.from({ length: LAYERS }, (_, index) => `layer-${index}`)
  for (const name of names) await writeFile(join(folder, name), randomBytes(LAYER_SIZE))
  const copies = names.map((name) => `COPY ${name} /\n`).join('')
  await writeFile(join(folder, 'Dockerfile'), `FROM scratch\n${copies}LABEL made-by=test\n`)
  return folder
}
