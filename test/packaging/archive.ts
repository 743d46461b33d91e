import { readFileSync } from 'node:fs'

interface Node {
  readonly files?: Readonly<Record<string, Node>>
  readonly unpacked?: boolean
  readonly offset?: string
  readonly size?: number
}

/** What lies in an `app.asar` (github.com/electron/asar#format). */
export interface Archive {
  /** Every file, in order. */
  readonly files: readonly string[]
  /** Those of them that lie beside the archive, in `app.asar.unpacked`. */
  readonly unpacked: readonly string[]
  /** Text of a file that is not unpacked. */
  text(file: string): string
}

/** Reads an archive whole; those of tests are small. */
export function readArchive(path: string): Archive {
  const bytes = readFileSync(path)
  const length = bytes.readUInt32LE(12)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + length)) as Node
  const nodes = new Map(filesUnder(header, ''))
  const content = bytes.subarray(8 + bytes.readUInt32LE(4))
  return {
    files: [...nodes.keys()].toSorted(),
    unpacked: [...nodes].flatMap(([file, { unpacked }]) => (unpacked ? [file] : [])),
    text(file) {
      const { offset, size = 0 } = nodes.get(file) ?? {}
      return content.toString('utf8', Number(offset), Number(offset) + size)
    },
  }
}

function filesUnder({ files }: Node, folder: string): readonly (readonly [string, Node])[] {
  return Object.entries(files ?? {}).flatMap(([name, node]) =>
    node.files ? filesUnder(node, `${folder}${name}/`) : [[folder + name, node] as const],
  )
}
