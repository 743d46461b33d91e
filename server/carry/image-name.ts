import { asRepositoryName, asTag, type RepositoryName, type Tag } from '../oci/name.ts'

/** What an image is to be called: a repository and a tag in it. */
export interface ImageName {
  readonly repository: RepositoryName
  readonly tag: Tag
}

/** `repository:tag`, with `latest` where no tag is given; undefined for anything else. */
export function parseImageName(text: string): ImageName | undefined {
  const colon = text.lastIndexOf(':')
  const hasTag = colon > text.lastIndexOf('/')
  const repository = asRepositoryName(hasTag ? text.slice(0, colon) : text)
  const tag = asTag(hasTag ? text.slice(colon + 1) : 'latest')
  return repository && tag && { repository, tag }
}

export const nameText = ({ repository, tag }: ImageName): string => `${repository}:${tag}`

/**
 * A name from a file, as people would call the image here: without the registry that it came from, and
 * without the `library/` that Docker Hub has before its own. Undefined for what can be no name here.
 *
 *     localhost:5000/app:v1              app:v1
 *     docker.io/library/busybox:latest   busybox:latest
 *     ghcr.io/owner/app                  owner/app:latest
 */
export function localName(text: string): string | undefined {
  const [first = '', ...rest] = text.split('/')
  const isHost = rest.length > 0 && isRegistry(first)
  const isHub = first === 'docker.io' || first === 'index.docker.io'
  const own = isHub && rest[0] === 'library' && rest.length === 2 ? rest.slice(1) : rest
  const name = parseImageName(isHost ? own.join('/') : text)
  return name && nameText(name)
}

/** Docker's rule (distribution/reference, "splitDockerDomain"): nothing else has a dot or a port. */
function isRegistry(component: string): boolean {
  return component === 'localhost' || /^[a-z0-9[].*[.:]/i.test(component)
}
