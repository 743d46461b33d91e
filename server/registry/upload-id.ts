import { RegistryError } from '../oci/errors.ts'

/** A lower-case UUID, checked. */
export type UploadId = string & { readonly brand: 'upload' }

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
export function parseUploadId(text: string): UploadId {
  if (UUID.test(text)) return text as UploadId
  throw unknownUpload(text.slice(0, 64))
}

/** What is said of an upload that is none. @param id as it was asked for */
export function unknownUpload(id: string): RegistryError {
  return new RegistryError(
    'BLOB_UPLOAD_UNKNOWN',
    'upload unknown: it may have finished or been cancelled',
    {
      detail: { upload: id },
    },
  )
}
