import { createCipheriv, createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { digestOf, finish, type Digest } from '../../server/oci/digest.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import { blobPath, layerLink, revisionLink } from '../../server/registry/layout.ts'
import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

/** A large layer: so many files of bytes that do not pack well, always the same. */
export interface LayerSize {
  readonly files: number
  /** Unpacked. */
  readonly bytes: number
}

/** An image as it lies on a disk: the large layer, and a small one that removes and changes some of it. */
export interface LaidOut {
  readonly repository: string
  readonly digest: Digest
  /** Of the large layer, as it is stored. */
  readonly storedBytes: number
}

const NAME = parseRepositoryName('large/image')

export async function layOutImage(root: string, size: LayerSize): Promise<LaidOut> {
  const large = await layOutLayer(root, largeArchive(size))
  const small = await layOutLayer(root, smallArchive(size))
  const config = layOutText(root, '{"os":"linux","architecture":"amd64"}')
  const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [large, small].map((of) => ({ ...layer, ...of })),
  })
  const { digest } = layOutText(root, text)
  put(root, revisionLink(NAME, digest), digest)
  return { repository: NAME, digest, storedBytes: large.size }
}

const folderOf = (file: number): string =>
  `srv/part-${Math.floor(file / 2_000)}/dir-${Math.floor(file / 40) % 50}`

/** Half of each file can be packed. */
function* largeArchive({ files, bytes }: LayerSize): Generator<Buffer> {
  const each = Math.floor(bytes / files) - 1_024
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16))
  const zeros = Buffer.alloc(Math.floor(each / 2))
  const text = Buffer.alloc(each - zeros.length, 'words that are said again and again; ')
  for (let file = 0; file < files; file++) {
    yield fileHeader({ path: `${folderOf(file)}/file-${file}`, size: each })
    yield cipher.update(zeros)
    yield text
    yield padding(each)
  }
  yield ARCHIVE_END
}

function* smallArchive({ files }: LayerSize): Generator<Buffer> {
  for (let file = 0; file < files; file += 100) {
    const name = file % 200 === 0 ? `.wh.file-${file}` : `file-${file}`
    yield fileHeader({ path: `${folderOf(file)}/${name}`, size: 0 })
  }
  yield ARCHIVE_END
}

async function layOutLayer(root: string, archive: Iterable<Buffer>) {
  const hash = createHash('sha256')
  let size = 0
  const counted = new PassThrough()
  counted.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    size += chunk.length
  })
  const file = join(root, 'layer.tmp')
  const source = Readable.from(archive, { highWaterMark: 64 })
  await pipeline(source, createGzip({ level: 1 }), counted, createWriteStream(file))
  const digest = finish(hash)
  const place = join(root, blobPath(digest))
  mkdirSync(dirname(place), { recursive: true })
  renameSync(file, place)
  put(root, layerLink(NAME, digest), digest)
  return { digest, size }
}

function layOutText(root: string, text: string) {
  const digest = digestOf(Buffer.from(text))
  put(root, blobPath(digest), text)
  put(root, layerLink(NAME, digest), digest)
  return { digest, size: Buffer.byteLength(text) }
}

function put(root: string, path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
