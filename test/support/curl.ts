import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './command.ts'
import type { Credentials } from './htpasswd.ts'

/** What curl received. Names of headers are in lower case. */
export interface CurlAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** One request with curl. Throws when there is no answer. */
export type Curl = (
  method: string,
  url: string,
  body?: Buffer,
  headers?: Readonly<Record<string, string>>,
) => Promise<CurlAnswer>

/** A curl that keeps what it sends and receives in `folder` and logs in where it is told how. */
export function curl(folder: string, login?: Credentials): Curl {
  const [request, answer] = [join(folder, 'request-body'), join(folder, 'answer-body')]
  // A registry may send the client on to its storage.
  const always = ['--silent', '--show-error', '--location', '--noproxy', '*', '--output', answer]
  const user = login ? ['--user', `${login.username}:${login.password}`] : []
  return async (method, url, body = Buffer.alloc(0), headers = {}) => {
    await writeFile(request, body)
    await writeFile(answer, '')
    const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
    const sent = method === 'GET' ? [] : ['--data-binary', `@${request}`]
    const type = ['-H', 'Content-Type: application/octet-stream']
    const report = ['--write-out', '%{http_code}\n%{header_json}']
    const options = [...always, ...user, ...report, ...type, ...lines, ...sent]
    const [status = '', ...json] = (await run('curl', [...options, '-X', method, url])).split('\n')
    const pairs: [string, string[]][] = Object.entries(JSON.parse(json.join('\n')))
    const received = pairs.map(([name, values]) => [name, values.join(', ')] as const)
    const found = Object.fromEntries(received)
    return { status: Number(status), headers: found, body: await readFile(answer) }
  }
}
