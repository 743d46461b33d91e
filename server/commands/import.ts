import { ArchiveError } from '../carry/archive-error.ts'
import type { Archive } from '../carry/archive.ts'
import { inEntry } from '../carry/contents.ts'
import { openArchive, spooledArchive } from '../carry/open-archive.ts'
import { readImages, type FoundImage, type FoundImages } from '../carry/read-images.ts'
import { byRepository, type NamesByRepository } from '../carry/names-by-repository.ts'
import { storeImage } from '../carry/store-image.ts'
import { CopyError } from '../sync/copy.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { END_OPTIONS, END_USAGE, openEnd, type EndOptions, type RegistryEnd } from './end.ts'
import { nameArgument } from './image-argument.ts'
import { interruption } from './interruption.ts'
import { showProgress, sizeText } from './progress.ts'

/** `berth import`: images from a file into the registry. */
export const importImages: Command = {
  name: 'import',
  summary: 'Take images from a file into the registry.',
  usage: `Usage: berth import [options] FILE

Takes all images of FILE: what docker save or podman save made, an OCI image layout as a tar archive or
as a folder, each of them plain or packed with gzip or zstd. Nothing is packed anew, so digests and ids
stay. With - the file comes from standard input:

  docker save team/app:v1 | berth import -

Images get the names that the file gives them, without the name of a registry: localhost:5000/app:v1
becomes app:v1, docker.io/library/busybox:latest becomes busybox:latest.

Options:
  --as NAME         call the image REPOSITORY:TAG instead; may be given several times

${END_USAGE}
  -h, --help        show this text

Exit codes: 0 stored, 1 failed, 2 wrong usage or configuration.
`,
  run,
}

interface Arguments {
  readonly file: string
  readonly as: readonly string[]
  readonly end: EndOptions
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { file, as, end: options } = parse(args)
  await using end = await openEnd(options, io, { changes: true, makes: true })
  const archive = await openFile(file, io)
  try {
    const found = await readImages(archive)
    const { notes, damage } = found
    for (const note of [...damage, ...notes]) io.stderr.write(`berth: ${note}\n`)
    const named = withNames(found.images, as)
    using interrupted = interruption()
    for (const { image, names } of named) {
      await store(found, image, names, end, io, interrupted.signal)
    }
    return damage.length === 0 ? 0 : 1
  } finally {
    await archive.close()
  }
}

function parse(args: string[]): Arguments {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { ...END_OPTIONS, as: { type: 'string', multiple: true } },
  })
  const [file, ...rest] = positionals
  if (file === undefined || file === '')
    throw new UsageError('import needs a FILE, or - for standard input')
  if (rest.length > 0) throw new UsageError('import takes one FILE; names go after --as')
  const { as = [], ...end } = values
  as.forEach(nameArgument)
  return { file, as, end }
}

async function openFile(file: string, { stdin }: CommandIo): Promise<Archive> {
  if (file !== '-') return await openArchive(file)
  if (stdin.isTTY) throw new UsageError('standard input is a terminal: name a FILE')
  return await spooledArchive(stdin)
}

interface Named {
  readonly image: FoundImage
  readonly names: NamesByRepository
}

/** @throws UsageError when it has to be said what an image is called */
function withNames(images: readonly FoundImage[], as: readonly string[]): readonly Named[] {
  if (as.length > 0 && images.length > 1) {
    throw new UsageError(`there are ${images.length} images in the file: --as is for one alone`)
  }
  const named = images.map((image) => ({ image, texts: as.length > 0 ? as : image.names }))
  if (named.every(({ texts }) => texts.length === 0)) {
    throw new UsageError('the file does not say what its image is called: use --as REPOSITORY:TAG')
  }
  const all = named.flatMap(({ texts }) => texts)
  const twice = all.find((text, at) => as.length === 0 && all.indexOf(text) < at)
  if (twice !== undefined) {
    throw new Error(
      `two images of the file would both be ${twice}: choose their names in the console`,
    )
  }
  return named
    .filter(({ texts }) => texts.length > 0)
    .map(({ image, texts }) => ({ image, names: byRepository(texts.map(nameArgument)) }))
}

async function store(
  { contents }: FoundImages,
  image: FoundImage,
  names: NamesByRepository,
  end: RegistryEnd,
  io: CommandIo,
  signal: AbortSignal,
): Promise<void> {
  const { root, referrers } = image
  for (const [repository, tags] of names) {
    const progress = showProgress(io, `storing ${repository}:`, image.sizeBytes)
    const wanted = { source: contents, root, referrers, tags }
    const options = { signal, onBytes: progress.add }
    try {
      const { digest } = await storeImage(end.repository(repository), wanted, options)
      for (const tag of tags) {
        io.stdout.write(`${repository}:${tag} ${digest} (${sizeText(image.sizeBytes)})\n`)
      }
    } catch (error) {
      throw error instanceof CopyError ? explained(error, contents) : error
    } finally {
      progress.end()
    }
  }
}

/** What is wrong with the file is told by the entry, what is wrong with the registry as it says it. */
function explained({ descriptor, cause }: CopyError, contents: FoundImages['contents']): unknown {
  const told = inEntry(contents.entryOf(descriptor.digest), cause)
  return told instanceof ArchiveError ? told : cause
}
