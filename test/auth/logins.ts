import { hash } from 'bcryptjs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createAuthenticator } from '../../server/auth/authenticator.ts'
import type { AuthResult } from '../../server/auth/authenticator.ts'
import { Bcrypt } from '../../server/auth/bcrypt.ts'
import { temporaryFolder } from '../support/folder.ts'

/** An address from which no test fails on purpose. */
export const CLIENT = '192.0.2.7'

/** An `Authorization` header. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** Lines of an htpasswd file, made at the lowest cost. */
export async function userLines(users: Readonly<Record<string, string>>): Promise<string> {
  const lines = Object.entries(users).map(async ([user, password]) => {
    return `${user}:${await hash(password, 4)}\n`
  })
  return (await Promise.all(lines)).join('')
}

/** An authenticator over a real file with alice, whose clock moves only when told to. */
export async function authenticatorForTest() {
  const folder = await temporaryFolder('login')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  const path = join(folder.path, 'htpasswd')
  await writeFile(path, await userLines({ alice: 'secret' }))
  const clock = { time: 0 }
  const bcrypt = new Bcrypt()
  /** The hash of each comparison that was made. */
  const compared: string[] = []
  /** Comparisons do not end before this does. */
  const gate = { opens: Promise.resolve() }
  const counting = {
    compare: async (password: string, made: string) => {
      compared.push(made)
      const result = await bcrypt.compare(password, made)
      await gate.opens
      return result
    },
    close: () => bcrypt.close(),
  }
  const warnings: string[] = []
  const log = {
    info: () => undefined,
    warn: (message: string, fields?: object) => {
      warnings.push(`${message} ${JSON.stringify(fields)}`)
    },
  }
  const now = () => clock.time
  const options = { realm: 'Berth', path, log, now, bcrypt: counting }
  const authenticator = await createAuthenticator(options)
  onTestFinished(() => authenticator.close())
  const login = async (user: string, password: string, address = CLIENT): Promise<AuthResult> => {
    return await authenticator.authenticate(basic(user, password), address)
  }
  return { authenticator, login, clock, compared, gate, warnings, path }
}
