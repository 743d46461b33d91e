import { expect, test } from 'vitest'
import { downloadUrl } from '../../renderer/http-files.ts'

const BASE = new URL('http://localhost:5000/registry/')
const DIGEST = `sha256:${'0a'.repeat(32)}`

test('a file is saved from below the address of the console', () => {
  const url = downloadUrl(BASE, {
    what: 'file',
    repository: 'team/api',
    digest: DIGEST,
    layer: DIGEST,
    path: 'srv/a b&c.txt',
  })
  const { pathname, searchParams } = new URL(url)
  expect(pathname).toBe('/registry/api/file')
  expect(Object.fromEntries(searchParams)).toStrictEqual({
    repository: 'team/api',
    digest: DIGEST,
    layer: DIGEST,
    path: 'srv/a b&c.txt',
  })
})
