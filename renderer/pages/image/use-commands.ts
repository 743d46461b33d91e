import type { ArtifactKind } from '../../../server/control/repositories-contract.ts'
import { nameOf } from '../../place.ts'

/** How something in the registry is named to a client. */
export interface Named {
  /** `localhost:5000` */
  readonly host: string
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
  readonly kind: ArtifactKind
}

/** The command that brings it here, by the client that can use what it is. */
export function pullCommand({ host, repository, reference, kind }: Named): string {
  const name = `${host}/${nameOf(repository, reference)}`
  if (isImage(kind)) return `docker pull ${name}`
  if (kind === 'Helm chart') return helmPull(host, repository, reference)
  return isFiles(kind) ? `oras pull ${name}` : `oras manifest fetch ${name}`
}

/** Helm takes a chart's version for its tag; a digest is written as in other names. */
function helmPull(host: string, repository: string, reference: string): string {
  const address = `oci://${host}/${repository}`
  if (reference.includes(':')) return `helm pull ${address}@${reference}`
  // Versions may hold a plus sign, tags may not: Helm writes `_` for it.
  return `helm pull ${address} --version ${reference.replaceAll('_', '+')}`
}

/** Starts the image for a try; absent for what does not run. @param ports such as `8080/tcp` */
export function runCommand(named: Named, ports: readonly string[] = []): string | undefined {
  if (!isImage(named.kind)) return undefined
  const published = ports.map((port) => `-p ${publishing(port)}`)
  const name = `${named.host}/${nameOf(named.repository, named.reference)}`
  return ['docker run --rm -it', ...published, name].join(' ')
}

/** Tcp is understood; another protocol is part of the option. */
function publishing(port: string): string {
  const [number = '', protocol = 'tcp'] = port.split('/')
  return protocol === 'tcp' ? `${number}:${number}` : `${number}:${number}/${protocol}`
}

export function isImage(kind: ArtifactKind): boolean {
  return kind === 'image' || kind === 'multi-platform image'
}

/** What is a set of files, which a client can lay down in a folder. */
function isFiles(kind: ArtifactKind): boolean {
  return kind === 'artifact' || kind === 'SBOM'
}
