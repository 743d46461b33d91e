import type { LayeredImage } from './layered-image.ts'

/** A pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
/** Every byte there is, again and again. */
export const BINARY = Buffer.from(Array.from({ length: 3_000 }, (_, at) => at % 256))

const MANY = Array.from({ length: 5_000 }, (_, at) => `many/file-${String(at).padStart(4, '0')}`)

/** Two steps of a build; the second overwrites, removes, and adds a folder of 5,000 files. */
export const IMAGE: LayeredImage = {
  layers: [
    {
      command: 'ADD rootfs /',
      files: {
        bin: { link: 'usr/bin' },
        'usr/bin/hello': { program: '#!/bin/sh\necho hello\n' },
        'usr/bin/hi': { link: 'hello' },
        'usr/bin/lost': { link: '/nowhere' },
        'etc/app/settings.conf': 'mode=first\n',
        'var/cache/big.bin': Buffer.alloc(200_000, 7),
      },
    },
    {
      command: 'RUN make everything',
      files: {
        'etc/app/settings.conf': 'mode=second\nlevel=3\n',
        'var/cache/.wh.big.bin': '',
        'srv/logo.png': PNG,
        'srv/data.bin': BINARY,
        'srv/copy.bin': BINARY,
        ...Object.fromEntries(MANY.map((path) => [path, path])),
      },
    },
  ],
}
