import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from './command.ts'
import type { CommandIo } from './command.ts'

/** More than this is no password. */
const LONGEST_LINE = 4096

/**
 * The password for a user: asked for twice without echo on a terminal, else the first line of
 * standard input.
 *
 * @throws UsageError when it has to come from standard input, and that is a terminal.
 * @throws Error when the two do not match, none is given, or it is not UTF-8.
 */
export async function readPassword(
  user: string,
  fromStdin: boolean,
  io: CommandIo,
): Promise<string> {
  if (!io.stdin.isTTY) return await firstLine(io.stdin)
  if (!fromStdin) return await askTwice(user, io)
  throw new UsageError('standard input is a terminal: leave out --password-stdin to be asked')
}

/**
 * The password of a user of a registry: from BERTH_PASSWORD, else asked for without echo.
 *
 * @throws Error when there is no terminal to ask at
 */
export async function loginPassword(user: string, io: CommandIo): Promise<string> {
  const given = io.env['BERTH_PASSWORD']
  if (given !== undefined) return given
  if (io.stdin.isTTY) return await asking(io, (ask) => ask(`Password of ${user}: `))
  throw new Error(`no password for ${user}: put it into the variable BERTH_PASSWORD`)
}

async function askTwice(user: string, io: CommandIo): Promise<string> {
  return await asking(io, async (ask) => {
    const password = await ask(`Password for ${user}: `)
    if ((await ask('The same again: ')) !== password) throw new Error('the two do not match')
    return password
  })
}

type Ask = (question: string) => Promise<string>

async function asking(
  { stdin, stderr }: CommandIo,
  questions: (ask: Ask) => Promise<string>,
): Promise<string> {
  // In terminal mode readline echoes what is typed itself: into nothing.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() })
  const input = createInterface({ input: stdin, output, terminal: true, historySize: 0 })
  const lines = input[Symbol.asyncIterator]()
  const ask = async (question: string) => {
    stderr.write(question)
    const { value, done } = await lines.next()
    stderr.write('\n')
    if (done) throw new Error('no password was given')
    return value
  }
  try {
    return await questions(ask)
  } finally {
    input.close()
  }
}

async function firstLine(stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.length
    if (bytes.includes('\n') || size > LONGEST_LINE) break
  }
  const all = Buffer.concat(chunks)
  const end = all.indexOf('\n')
  return decode(end === -1 ? all : all.subarray(0, end)).replace(/\r$/, '')
}

function decode(line: Buffer): string {
  if (line.length > LONGEST_LINE) throw new Error('the first line of standard input is too long')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
  } catch (error) {
    throw new Error('the password on standard input is not UTF-8', { cause: error })
  }
}
