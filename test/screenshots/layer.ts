import { gzipSync } from 'node:zlib'
import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

/** What steps of a build leave behind, by a word in their command; the first is the largest. */
const LEFT_BEHIND: readonly (readonly [word: string, files: readonly string[]])[] = [
  [
    'debian.sh',
    [
      'usr/lib/x86_64-linux-gnu/libcrypto.so.3',
      'usr/bin/perl',
      'usr/lib/x86_64-linux-gnu/libc.so.6',
      'usr/bin/bash',
      'var/lib/dpkg/status',
      'usr/share/zoneinfo/Europe/Berlin',
      'etc/debian_version',
      'etc/os-release',
    ],
  ],
  [
    'apt-get install',
    [
      'var/cache/apt/pkgcache.bin',
      'var/lib/dpkg/status',
      'etc/ssl/certs/ca-certificates.crt',
      'usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt',
    ],
  ],
  [
    'python.tar.xz',
    [
      'usr/local/lib/libpython3.13.so.1.0',
      'usr/local/lib/python3.13/lib-dynload/_ssl.so',
      'usr/local/bin/python3.13',
      'usr/local/lib/python3.13/pydoc_data/topics.py',
      'usr/local/lib/python3.13/os.py',
    ],
  ],
  [
    'uv sync',
    [
      'srv/.venv/lib/python3.13/site-packages/pydantic_core/_pydantic_core.so',
      'srv/.venv/lib/python3.13/site-packages/sqlalchemy/orm/query.py',
      'srv/.venv/lib/python3.13/site-packages/uvicorn/main.py',
      'srv/.venv/lib/python3.13/site-packages/fastapi/applications.py',
    ],
  ],
  ['pyproject.toml', ['srv/uv.lock', 'srv/pyproject.toml']],
  ['COPY . .', ['srv/app/static/app.js', 'srv/uv.lock', 'srv/app/main.py', 'srv/README.md']],
  ['minirootfs', ['lib/libcrypto.so.3', 'bin/busybox', 'etc/alpine-release', 'etc/os-release']],
  [
    'nginx',
    ['usr/sbin/nginx', 'usr/lib/nginx/modules/ngx_stream_module.so', 'etc/nginx/nginx.conf'],
  ],
]

const OTHERS = ['opt/program', 'opt/data/first', 'opt/data/second']

/**
 * A layer with what a step leaves behind, of about the size that is wanted.
 *
 * @param bytesOf bytes that look packed already, the same for the same seed
 */
export function layerOf(
  command: string,
  seed: string,
  size: number,
  bytesOf: (seed: string, size: number) => Buffer,
): Buffer {
  const files = LEFT_BEHIND.find(([word]) => command.includes(word))?.[1] ?? OTHERS
  const parts = files.flatMap((path, at) => {
    const bytes = bytesOf(`${seed} ${path}`, Math.max(1, size / 2 ** (at + 1)))
    return [fileHeader({ path, size: bytes.length }), bytes, padding(bytes.length)]
  })
  return gzipSync(Buffer.concat([...parts, ARCHIVE_END]), { level: 0 })
}
