import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportImage, type ImageFile, type ImageToExport } from '../carry/export-image.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { END_OPTIONS, END_USAGE, openEnd, type EndOptions } from './end.ts'
import { imageArgument } from './image-argument.ts'
import { interruption } from './interruption.ts'
import { showProgress, sizeText, type Progress } from './progress.ts'

/** `berth export`: an image of the registry into a file. */
export const exportToFile: Command = {
  name: 'export',
  summary: 'Put an image of the registry into a file.',
  usage: `Usage: berth export [options] IMAGE FILE

Writes IMAGE, such as team/app:v1 or team/app@sha256:…, as a tar archive that other tools take, without
packing anything anew. With - it goes to standard output:

  berth export --format docker team/app:v1 - | docker load

Options:
  --format FORMAT   oci: an OCI image layout with all platforms, for skopeo, podman, buildah, crane
                    and berth import (the usual one); docker: one platform, for docker load as well
  --platform PLATFORM
                    the image for this one alone, such as linux/arm64

${END_USAGE}
  -h, --help        show this text

Exit codes: 0 written, 1 failed, 2 wrong usage or configuration.
`,
  run,
}

interface Arguments {
  readonly wanted: ImageToExport
  readonly file: string
  readonly end: EndOptions
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { wanted, file, end: options } = parse(args)
  if (file === '-' && io.stdout.isTTY) {
    throw new UsageError('standard output is a terminal: name a FILE, or pass it on with |')
  }
  await using end = await openEnd(options, io, { changes: false, makes: false })
  using interrupted = interruption()
  const image = await exportImage(end.repository(wanted.repository), wanted, interrupted)
  const progress = showProgress(io, 'writing', image.size)
  try {
    if (file === '-')
      await pipeline(counted(image, progress), io.stdout, { end: false, ...interrupted })
    else await writeWhole(file, counted(image, progress), interrupted.signal)
  } finally {
    progress.end()
  }
  if (file !== '-') io.stdout.write(`${file} ${image.digest} (${sizeText(image.size)})\n`)
  return 0
}

function parse(args: string[]): Arguments {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { ...END_OPTIONS, format: { type: 'string' }, platform: { type: 'string' } },
  })
  const [image, file, ...rest] = positionals
  if (!image || !file)
    throw new UsageError('export needs an IMAGE and a FILE, or - for standard output')
  if (rest.length > 0) throw new UsageError('export takes one IMAGE and one FILE')
  const { format = 'oci', platform, ...end } = values
  if (format !== 'oci' && format !== 'docker') {
    throw new UsageError(`--format ${format} is not known: oci or docker`)
  }
  return { wanted: { ...imageArgument(image), format, platform }, file, end }
}

function counted({ content }: ImageFile, progress: Progress): Readable {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      const { length } = chunk
      yield chunk
      progress.add(length)
    }
  }
  return Readable.from(chunks())
}

/** What is under the name is whole: an earlier file stays until then. */
async function writeWhole(file: string, content: Readable, signal: AbortSignal): Promise<void> {
  const partial = `${file}.part`
  try {
    await pipeline(content, createWriteStream(partial, { flush: true }), { signal })
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    signal.throwIfAborted()
    throw error
  }
}
