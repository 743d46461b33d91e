import type { ImageName, Place } from '../../place.ts'
import { useQueryWords } from '../../router.ts'

/** What the address of the Files page says beside the image; empty where it says nothing. */
export interface FilesAt {
  readonly platform: string
  /** Digest of the one layer that is shown alone. */
  readonly layer: string
  readonly folder: string
  /** A file that is shown in place of its folder, or a link to one. */
  readonly file: string
  readonly search: string
  readonly sort: string
}

const NOWHERE: FilesAt = { platform: '', layer: '', folder: '', file: '', search: '', sort: '' }

export interface FilesAddress extends FilesAt {
  /** The same page with these words changed. */
  readonly place: (changes: Partial<FilesAt>) => Place
}

/** Where in the image the page is. */
export function useFilesAddress({ repository, reference }: ImageName): FilesAddress {
  const at: FilesAt = { ...NOWHERE, ...useQueryWords() }
  return {
    ...at,
    place: (changes) => filesPlace({ repository, reference }, { ...at, ...changes }),
  }
}

/** A spot in an image's files. */
export function filesPlace({ repository, reference }: ImageName, at: Partial<FilesAt>): Place {
  return { page: 'files', repository, reference, words: { ...at } }
}

/** To another folder one comes without a search and without a file. */
export const intoFolder = (folder: string) => ({ folder, file: '', search: '' })

/** One comes back from a file to the folder that it lies in. */
export const toFile = (file: string) => ({ folder: '', file, search: '' })
