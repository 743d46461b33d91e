/** Threads and helper processes of the server, by the names that they are looked for by: entries of every bundle of it. */
export const THREADS = {
  'bcrypt-worker': 'server/auth/bcrypt-worker.ts',
  'contents-worker': 'server/contents/contents-worker.ts',
  'disk-tidying-worker': 'server/storage/disk-tidying-worker.ts',
  'disk-worker': 'server/storage/disk-worker.ts',
  'keychain-child': 'server/secrets/keychain-child.ts',
}
