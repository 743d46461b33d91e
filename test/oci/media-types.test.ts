import { expect, test } from 'vitest'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  isMediaType,
  isNonDistributable,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../server/oci/media-types.ts'

test.each([
  ['application/vnd.oci.image.layer.nondistributable.v1.tar', true],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', true],
  ['application/vnd.oci.image.layer.nondistributable.v1.tar+zstd', true],
  ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', true],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', false],
  ['application/vnd.oci.image.layer.v1.tar+gzip', false],
  ['', false],
])('%s may live elsewhere: %s', (mediaType, expected) => {
  expect(isNonDistributable(mediaType)).toBe(expected)
})

test.each([OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST, 'a/b', 'A/B', 'x/a!#$&^_.+-0'])(
  '%s is a media type',
  (text) => expect(isMediaType(text)).toBe(true),
)

test.each([
  '',
  'a',
  'a/',
  '/b',
  'a/b/c',
  'a b/c',
  'a/b; c=d',
  'a/b\n',
  '*/*',
  'a/+b',
  'ä/b',
  'a/b\0',
])('%j is none', (text) => expect(isMediaType(text)).toBe(false))
