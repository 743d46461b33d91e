import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const LAYERS = 2
const LAYER_SIZE = 200 * 1024

/** What an image is made of. */
export interface ContentSize {
  readonly layers?: number
  /** In bytes; they do not get smaller by compression. */
  readonly layerSize?: number
}

/**
 * Writes a build context whose Dockerfile makes an image of random layers from nothing: no network, no
 * base image, and never the same image twice.
 *
 * @returns the folder, which is made.
 */
export async function writeBuildContext(
  folder: string,
  { layers = LAYERS, layerSize = LAYER_SIZE }: ContentSize = {},
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const names = Array.from({ length: layers }, (_, index) => `layer-${index}`)
  for (const name of names) await writeFile(join(folder, name), randomBytes(layerSize))
  const copies = names.map((name) => `COPY ${name} /\n`).join('')
  await writeFile(join(folder, 'Dockerfile'), `FROM scratch\n${copies}LABEL made-by=test\n`)
  return folder
}
