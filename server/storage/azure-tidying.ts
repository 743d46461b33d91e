import type { AzureContainer } from './azure-container.ts'
import { isAbsent, isConflict } from './azure-errors.ts'
import type { FoundObject, StorageDriver } from './driver.ts'

/** The part of a driver that finds out what there is, and takes away what nobody needs. */
export type AzureTidying = Pick<
  StorageDriver,
  'walk' | 'touch' | 'removeFound' | 'removeEmptyFolders'
>

/** Names in a page; the most that the service gives. */
const PAGE = 5_000
/** How often a blob is looked at anew that others keep changing. */
const ATTEMPTS = 5

export function createAzureTidying({ client, blob, ask, nameOf }: AzureContainer): AzureTidying {
  async function* walk(path: string): AsyncGenerator<readonly FoundObject[]> {
    const prefix = `${nameOf(path)}/`
    const root = nameOf('x').length - 1
    const pages = client.listBlobsFlat({ prefix }).byPage({ maxPageSize: PAGE })
    for (;;) {
      const page = await ask(() => pages.next())
      if (page.done) return
      yield page.value.segment.blobItems.map(({ name, properties }) => {
        const { contentLength = 0, lastModified, etag } = properties
        const found = { path: name.slice(root), size: contentLength, modified: lastModified }
        // A list gives it without the quotes that a condition wants.
        return { ...found, version: etag.startsWith('"') ? etag : `"${etag}"` }
      })
    }
  }

  /** What the service counts as a change of the whole blob, without its bytes being sent again. */
  async function touchOnce(path: string, since: Date): Promise<Date> {
    const found = await ask((abortSignal) => blob(path).getProperties({ abortSignal }))
    const { lastModified = new Date(0), metadata = {}, etag = '' } = found
    if (lastModified >= since) return lastModified
    const conditions = { ifMatch: etag }
    const { lastModified: touched = lastModified } = await ask((abortSignal) =>
      blob(path).setMetadata(metadata, { conditions, abortSignal }),
    )
    return touched
  }

  return {
    walk,
    removeEmptyFolders: async () => {},

    async touch(path, since) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await touchOnce(path, since)
        } catch (error) {
          if (isAbsent(error)) return undefined
          if (!isConflict(error) || attempt === ATTEMPTS) throw error
        }
      }
    },

    async removeFound({ path, version = '' }) {
      const conditions = { ifMatch: version }
      try {
        await ask((abortSignal) => blob(path).delete({ conditions, abortSignal }))
        return true
      } catch (error) {
        if (isAbsent(error) || isConflict(error)) return false
        throw error
      }
    },
  }
}
