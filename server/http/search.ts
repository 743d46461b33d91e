import type { RepositoryName } from '../oci/name.ts'
import { sendJson, type Call } from './call.ts'
import { pageSize, takePage } from './paging.ts'
import { visible } from './visible.ts'

/** Docker shows at most 100 results, 25 unless told otherwise. */
const MOST = 100
const USUAL = 25

/** `GET /v1/_ping`: `docker search` asks before it searches. */
export function ping(call: Call): void {
  call.ctx.set('X-Docker-Registry-Standalone', 'true')
  sendJson(call, true)
}

/** `GET /v1/search?q=&n=`: repositories whose name holds the text, as `docker search` wants them. */
export async function search(call: Call): Promise<void> {
  const { query, registry } = call
  const text = query.get('q') ?? ''
  const size = query.has('n') ? pageSize(query, MOST) : USUAL
  const names = visible(call, registry.catalog.list())
  const { items } = await takePage(matching(names, text.toLowerCase()), size)
  sendJson(call, { query: text, num_results: items.length, results: items.map(result) })
}

async function* matching(names: AsyncIterable<RepositoryName>, text: string) {
  for await (const name of names) if (name.includes(text)) yield name
}

function result(name: RepositoryName) {
  return { name, description: '', star_count: 0, is_official: false, is_automated: false }
}
