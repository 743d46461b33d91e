import { sendJson, type Call } from './call.ts'
import { visible } from './visible.ts'
import { linkNext, pageSize, takePage } from './paging.ts'

/** `GET /v2/_catalog`: CNCF Distribution's list of repositories, as far as the caller may pull them. */
export async function listRepositories(call: Call): Promise<void> {
  const { query, registry, config } = call
  const size = pageSize(query, config.catalog.maxEntries)
  const last = query.get('last') || undefined
  const { items, more } = await takePage(visible(call, registry.catalog.list(last)), size)
  const end = items.at(-1)
  if (more && end) linkNext(call, end, size)
  sendJson(call, { repositories: items })
}
