import { CopyError } from '../sync/copy.ts'
import { storeImage } from '../carry/store-image.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { END_OPTIONS, END_USAGE, openEnd, type EndOptions } from './end.ts'
import { imageArgument, nameArgument } from './image-argument.ts'
import { interruption } from './interruption.ts'

/** `berth tag`: another name for an image, in whatever repository. */
export const tag: Command = {
  name: 'tag',
  summary: 'Give an image of the registry another name.',
  usage: `Usage: berth tag [options] IMAGE NAME

Gives IMAGE, such as team/app:v1 or team/app@sha256:…, the further name NAME, such as other/app:stable, in
its own repository or in another. Nothing is copied: layers are kept once. A NAME that there is already
stands for IMAGE from then on.

${END_USAGE}
  -h, --help        show this text

Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
`,
  run,
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { image, name, end: options } = parse(args)
  await using end = await openEnd(options, io, { changes: true, makes: false })
  using interrupted = interruption()
  const source = end.repository(image.repository)
  const root = await source.resolve(image.reference, interrupted)
  if (!root) throw new Error(`there is no ${image.text}`)
  const target = end.repository(name.repository, image.repository)
  try {
    const { digest } = await storeImage(target, { source, root, tags: [name.tag] }, interrupted)
    io.stdout.write(`${name.repository}:${name.tag} ${digest}\n`)
  } catch (error) {
    throw error instanceof CopyError ? error.cause : error
  }
  return 0
}

function parse(args: string[]) {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: END_OPTIONS,
  })
  const [text, name, ...rest] = positionals
  if (!text || !name || rest.length > 0) throw new UsageError('tag needs an IMAGE and a NAME')
  const end: EndOptions = values
  return { image: { ...imageArgument(text), text }, name: nameArgument(name), end }
}
