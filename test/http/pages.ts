import { expect } from 'vitest'
import type { Answer } from '../support/http-client.ts'
import { json } from './content.ts'
import type { TestServer } from './server.ts'

/** Where `Link` says the next page is (RFC 8288), if there is one. */
export function nextPage({ headers }: Answer): string | undefined {
  return /^<([^>]+)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1]
}

/** Every page from `start` on, as clients read them. */
export async function followPages(server: TestServer, start: string): Promise<readonly unknown[]> {
  const pages: unknown[] = []
  for (let at: string | undefined = start; at !== undefined && pages.length < 100;) {
    const answer: Answer = await server.send(at)
    expect(answer.status).toBe(200)
    pages.push(json(answer))
    at = nextPage(answer)
  }
  return pages
}
