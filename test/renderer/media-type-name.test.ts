import { expect, test } from 'vitest'
import { mediaTypeName } from '../../renderer/pages/image/media-type-name.ts'

test.each([
  ['application/vnd.oci.image.layer.v1.tar+gzip', 'layer tar+gzip'],
  ['application/vnd.oci.image.layer.v1.tar+zstd', 'layer tar+zstd'],
  ['application/vnd.oci.image.layer.v1.tar', 'layer tar'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'layer tar+gzip'],
  ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'helm chart content tar+gzip'],
  ['application/vnd.in-toto+json', 'application/vnd.in-toto+json'],
  ['text/plain', 'text/plain'],
])('%s is %s', (mediaType, name) => {
  expect(mediaTypeName(mediaType)).toBe(name)
})
