import { expect, test } from 'vitest'
import { baseName, folderOf, pathsTo } from '../../renderer/pages/files/file-path.ts'

test.each([
  ['usr/bin/env', 'usr/bin', 'env', ['usr', 'usr/bin', 'usr/bin/env']],
  ['etc', '', 'etc', ['etc']],
  ['', '', '', []],
])('%j lies in %j as %j', (path, folder, name, steps) => {
  expect([folderOf(path), baseName(path), pathsTo(path)]).toStrictEqual([folder, name, steps])
})
