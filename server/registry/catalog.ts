import { asRepositoryName, type RepositoryName } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { ahead } from './ahead.ts'
import { createFolders, type Folders } from './folders.ts'
import { REPOSITORIES } from './layout.ts'

/**
 * Names of repositories in the order of a walk through their folders: component by component, so
 * that `a/b` comes before `a-b`. It is the order of CNCF Distribution's catalogue, and the one in
 * which a page can be found without reading those before it.
 */
export interface Catalog {
  /** Repositories with manifests, from the first one after `after` on. */
  list(after?: string): AsyncIterable<RepositoryName>
  /** Every folder that has uploads, with or without manifests. */
  withUploads(): AsyncIterable<RepositoryName>
  /** Every folder that has anything of a repository, whatever is left of it. */
  all(): AsyncIterable<RepositoryName>
}

/** Folders read at once. */
const WIDTH = 16

export function createCatalog(driver: StorageDriver): Catalog {
  async function* withFolder(special: readonly string[], after?: string) {
    for await (const { name, children } of walk('', after?.split('/'))) {
      const isOne = special.some((child) => children.includes(child))
      const repository = isOne ? asRepositoryName(name) : undefined
      if (repository) yield repository
    }
  }

  /** Every folder after `after` (components, none: from the start), parents before children. */
  async function* walk(
    parent: string,
    after: readonly string[] = [],
    folders = createFolders(driver, REPOSITORIES),
  ): AsyncGenerator<Folder> {
    const [first, ...rest] = after
    const path = parent ? `${REPOSITORIES}/${parent}` : REPOSITORIES
    if (first && asRepositoryName(join(parent, first))) {
      yield* walk(join(parent, first), rest, folders)
    }
    yield* below(parent, driver.list(path, first ? { after: first } : {}), folders)
  }

  return {
    list: (after) => withFolder(['_manifests'], after),
    withUploads: () => withFolder(['_uploads']),
    all: () => withFolder(['_manifests', '_layers', '_uploads', '_referrers']),
  }
}

type Names = Iterable<string> | AsyncIterable<string>

/** The folders named, each followed by those below it. */
async function* below(parent: string, names: Names, folders: Folders): AsyncGenerator<Folder> {
  const open = async (name: string): Promise<Folder> => {
    return { name, children: await folders.children(`${REPOSITORIES}/${name}`) }
  }
  for await (const folder of ahead(repositoriesIn(parent, names), WIDTH, open)) {
    yield folder
    yield* below(folder.name, folder.children, folders)
  }
}

/** What is no repository's name holds none either. It also keeps the walk below its root, and ends it. */
async function* repositoriesIn(parent: string, names: Names): AsyncGenerator<string> {
  for await (const child of names) {
    const name = asRepositoryName(join(parent, child))
    if (name) yield name
  }
}

interface Folder {
  readonly name: string
  readonly children: readonly string[]
}

const join = (parent: string, child: string): string => (parent ? `${parent}/${child}` : child)
