import type { RepositoryName } from '../oci/name.ts'
import type { Call } from './call.ts'

/**
 * Those of the names that the caller may pull. A page of them may take a look through the whole list: so it
 * ends when nobody waits for it any more.
 */
export function visible(
  { may, response }: Call,
  names: AsyncIterable<RepositoryName>,
): AsyncIterable<RepositoryName> {
  return may ? allowed(names, (name) => may(name, 'pull'), response) : names
}

async function* allowed(
  names: AsyncIterable<RepositoryName>,
  isAllowed: (name: RepositoryName) => boolean,
  response: { readonly destroyed: boolean },
) {
  for await (const name of names) {
    if (response.destroyed) return
    if (isAllowed(name)) yield name
  }
}
