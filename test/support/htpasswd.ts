import { hash } from 'bcryptjs'
import { writeFile } from 'node:fs/promises'

/** A user name and its password. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** The user whom login-protected registries in the tests know. */
export const ALICE: Credentials = { username: 'alice', password: 'correct horse: battery/staple' }

/** The cheapest that bcrypt allows: the tests measure what is right, not how slow it is. */
const COST = 4

/** Writes an htpasswd file in which only these users may log in. */
export async function writeHtpasswd(file: string, users: readonly Credentials[]): Promise<void> {
  const lines = users.map(async ({ username, password }) => {
    return `${username}:${await hash(password, COST)}\n`
  })
  await writeFile(file, (await Promise.all(lines)).join(''), { mode: 0o600 })
}
