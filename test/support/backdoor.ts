import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ContainerClient } from '@azure/storage-blob'

/** The way to what a registry stores that does not lead through the registry. */
export interface Backdoor {
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Takes away a folder with all it holds. */
  remove(path: string): Promise<void>
  /** Direct children of a folder; none where there is no such folder. */
  names(path: string): Promise<readonly string[]>
}

export function folderBackdoor(root: string): Backdoor {
  return {
    async write(path, bytes) {
      const file = join(root, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, bytes)
    },
    remove: (path) => rm(join(root, path), { recursive: true }),
    names: (path) => readdir(join(root, path)).catch(() => []),
  }
}

export function containerBackdoor(client: ContainerClient): Backdoor {
  return {
    async write(path, bytes) {
      await client.getBlockBlobClient(path).upload(Buffer.from(bytes), bytes.length)
    },
    async remove(path) {
      for await (const { name } of client.listBlobsFlat({ prefix: `${path}/` })) {
        await client.deleteBlob(name)
      }
    },
    async names(path) {
      const prefix = `${path}/`
      const children = await Array.fromAsync(client.listBlobsByHierarchy('/', { prefix }))
      return children.map(({ name }) => name.slice(prefix.length).replace(/\/$/, ''))
    },
  }
}
