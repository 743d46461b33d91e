import { expect, test } from 'vitest'
import { localName } from '../../server/carry/image-name.ts'

test.each<[text: string, name: string | undefined]>([
  ['app:v1', 'app:v1'],
  ['app', 'app:latest'],
  ['team/app:v1', 'team/app:v1'],
  ['library/app:v1', 'library/app:v1'],
  ['localhost:5000/app:v1', 'app:v1'],
  ['localhost/app', 'app:latest'],
  ['127.0.0.1:5000/a/b:1', 'a/b:1'],
  ['docker.io/library/busybox:latest', 'busybox:latest'],
  ['index.docker.io/library/busybox', 'busybox:latest'],
  ['docker.io/library/a/b:1', 'library/a/b:1'],
  ['docker.io/team/app:v1', 'team/app:v1'],
  ['ghcr.io/owner/app:1', 'owner/app:1'],
  ['ghcr.io/library/app:1', 'library/app:1'],
  ['my.registry:443/app', 'app:latest'],
  ['my.app:v1', 'my.app:v1'],
  ['app@sha256:0000', undefined],
  ['App:v1', undefined],
  ['app:', undefined],
  [':v1', undefined],
  ['', undefined],
  ['localhost:5000/', undefined],
  ['../app:v1', undefined],
  ['a//b:v1', undefined],
  ['app:-v1', undefined],
  ['<none>:<none>', undefined],
])('%j is %j here', (text, name) => {
  expect(localName(text)).toBe(name)
})
