import type { FileEntry } from '../control/contents-contract.ts'

/** As many links as Linux follows. */
const MOST_LINKS = 40
/** Components walked over: links to long paths may lead to each other. */
const MOST_STEPS = 4_096

/**
 * Where a path leads when links are followed within the image: nothing leads out of its root.
 *
 * @param find what lies at a path, if anything does
 * @param followLast whether a link at the end is followed too
 * @returns undefined where links lead to each other
 */
export function followLinks(
  names: readonly string[],
  find: (names: readonly string[]) => FileEntry | undefined,
  followLast: boolean,
): readonly string[] | undefined {
  let done: string[] = []
  let left = [...names]
  let links = 0
  for (let steps = 0; left.length > 0; steps++) {
    if (steps > MOST_STEPS) return undefined
    const [name = '', ...rest] = left
    left = rest
    if (name === '..') {
      done.pop()
      continue
    }
    done.push(name)
    const target = rest.length > 0 || followLast ? targetOf(find(done)) : undefined
    if (target === undefined) continue
    if (++links > MOST_LINKS) return undefined
    done = target.startsWith('/') ? [] : done.slice(0, -1)
    left = [...target.split('/').filter((part) => part !== '' && part !== '.'), ...rest]
  }
  return done
}

function targetOf(entry: FileEntry | undefined): string | undefined {
  return entry?.type === 'symlink' ? entry.target : undefined
}
