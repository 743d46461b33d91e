import { RegistryError } from '../oci/errors.ts'
import { parseRepositoryName } from '../oci/name.ts'
import { pathPart, sendJson, type Call } from './call.ts'
import { linkNext, pageSize, takePage } from './paging.ts'

/** `GET /v2/<name>/tags/list`: distribution-spec "Listing Tags". */
export async function listTags(call: Call): Promise<void> {
  const { query, registry, config } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const size = pageSize(query, config.tags.maxTags)
  const last = query.get('last') || undefined
  const { items, more } = await takePage(registry.tags.list(name, last), size)
  if (items.length === 0 && !(await registry.tags.repositoryExists(name))) {
    throw new RegistryError('NAME_UNKNOWN', 'repository unknown', { detail: { name } })
  }
  const end = items.at(-1)
  if (more && end) linkNext(call, end, size)
  sendJson(call, { name, tags: items })
}
