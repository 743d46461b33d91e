import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface HelperEntry {
  readonly Username: string
  readonly Secret: string
}

/**
 * A real credential helper of Docker's, `docker-credential-NAME` in a folder to be put on PATH, which knows
 * these logins and writes how it was called to `calls` beside it.
 */
export async function writeCredentialHelper(
  folder: string,
  name: string,
  logins: Readonly<Record<string, HelperEntry>>,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, `docker-credential-${name}`)
  await writeFile(file, scriptFor(join(folder, 'calls'), logins), { mode: 0o700 })
  return file
}

function scriptFor(calls: string, logins: object): string {
  return `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const logins = ${JSON.stringify(logins)}
const verb = process.argv[2]
const server = readFileSync(0, 'utf8').trim()
appendFileSync(${JSON.stringify(calls)}, JSON.stringify(process.argv.slice(2)) + '\\n')
if (verb === 'list') {
  const users = Object.entries(logins).map(([name, { Username }]) => [name, Username])
  console.log(JSON.stringify(Object.fromEntries(users)))
} else if (logins[server]) {
  console.log(JSON.stringify({ ServerURL: server, ...logins[server] }))
} else {
  console.log('credentials not found in native keychain')
  process.exitCode = 1
}
`
}
