import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { Credentials } from '../support/htpasswd.ts'
import { skopeo } from '../support/skopeo.ts'
import { digestOf } from '../support/snapshot.ts'

/** A layer as a step of a build leaves it. */
export interface LayerContent {
  /** The step, as a Dockerfile has it. */
  readonly command: string
  /** By path. A name that begins with `.wh.` removes what lies below it. */
  readonly files: Readonly<Record<string, FileContent>>
}

type FileContent = string | Buffer | { readonly link: string } | { readonly program: string }

export interface LayeredImage {
  readonly layers: readonly LayerContent[]
  /** As the configuration has it. */
  readonly config?: object
}

/** An OCI image layout with one image, tagged `1`, whose layers are real archives made by tar. */
export async function writeLayeredLayout(folder: string, image: LayeredImage): Promise<void> {
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true })
  const put = async (bytes: Buffer, mediaType: string) => {
    const digest = digestOf(bytes)
    await writeFile(join(folder, 'blobs', digest.replace(':', '/')), bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const archives = await packed(image.layers)
  const layers = await Promise.all(archives.map((bytes) => put(bytes, `${OCI}.layer.v1.tar+gzip`)))
  const config = await put(configOf(image, archives), `${OCI}.config.v1+json`)
  const manifest = await put(
    json({ schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers }),
    `${OCI}.manifest.v1+json`,
  )
  const named = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': '1' } }
  await writeFile(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [named] }))
  await writeFile(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
}

/** Pushes such an image with skopeo. @param name `team/api:v1` */
export async function pushLayers(
  host: string,
  name: string,
  image: LayeredImage,
  login?: Credentials,
): Promise<void> {
  await using folder = await temporaryFolder('layers')
  const layout = join(folder.path, 'layout')
  await writeLayeredLayout(layout, image)
  await skopeo(login ? { login } : {}).push(`oci:${layout}:1`, `docker://${host}/${name}`)
}

/** The same files make the same archive, so that images share layers. */
const SAME = ['--sort=name', '--owner=0', '--group=0', '--mtime=2026-01-02']

const OCI = 'application/vnd.oci.image'

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

function configOf({ layers, config = {} }: LayeredImage, archives: readonly Buffer[]): Buffer {
  return json({
    os: 'linux',
    architecture: 'amd64',
    config,
    rootfs: { type: 'layers', diff_ids: archives.map((bytes) => digestOf(gunzipSync(bytes))) },
    history: layers.map(({ command }) => ({ created_by: command })),
  })
}

async function packed(layers: readonly LayerContent[]): Promise<readonly Buffer[]> {
  await using folder = await temporaryFolder('archives')
  const archives: Buffer[] = []
  for (const [at, { files }] of layers.entries()) {
    const root = join(folder.path, String(at))
    await mkdir(root)
    for (const [path, content] of Object.entries(files)) await lay(join(root, path), content)
    const archive = `${root}.tar.gz`
    await run('tar', [...SAME, '-C', root, '-czf', archive, '.'])
    archives.push(await readFile(archive))
  }
  return archives
}

async function lay(path: string, content: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  if (typeof content === 'string' || Buffer.isBuffer(content)) return await writeFile(path, content)
  if ('link' in content) return await symlink(content.link, path)
  await writeFile(path, content.program)
  await chmod(path, 0o755)
}
