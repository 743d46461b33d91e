import { attempt, run } from './command.ts'
import type { Outcome } from './command.ts'
import type { Credentials } from './htpasswd.ts'

/** How skopeo gets at a registry. */
export interface SkopeoAccess {
  readonly login?: Credentials
  /** A folder with the authority to trust; without it no TLS is asked for. */
  readonly trustFolder?: string
}

/** The end of a copy that is the registry; the other is a folder of this machine. */
type RegistryEnd = 'src' | 'dest'

/** The `skopeo` command, always with the same access. */
export interface Skopeo {
  /** Copies every image of an index from a folder (`oci:…`, `dir:…`) to a registry. */
  readonly push: (from: string, to: string) => Promise<string>
  /** The other way. */
  readonly pull: (from: string, to: string) => Promise<string>
  /**
   * A command with one registry in it, such as `inspect`, `list-tags` or `delete`; `globals` are
   * options that stand before it.
   */
  readonly run: (args: readonly string[], globals?: readonly string[]) => Promise<string>
  readonly attempt: (args: readonly string[]) => Promise<Outcome>
  /** `skopeo sync` from the registry. */
  readonly syncFrom: (args: readonly string[]) => Promise<string>
}

function command(args: readonly string[], globals: readonly string[] = []): string[] {
  return [...globals, '--insecure-policy', ...args]
}

/** A skopeo with this access, which accepts unsigned images whatever the machine's policy is. */
export function skopeo(access: SkopeoAccess): Skopeo {
  const copy = (end: RegistryEnd, from: string, to: string) =>
    run('skopeo', command(['copy', '--all', '--quiet', ...accessOptions(access, end), from, to]))
  const withAccess = ([verb = '', ...rest]: readonly string[], globals?: readonly string[]) =>
    command([verb, ...accessOptions(access), ...rest], globals)
  return {
    push: (from, to) => copy('dest', from, to),
    pull: (from, to) => copy('src', from, to),
    run: (args, globals) => run('skopeo', withAccess(args, globals)),
    attempt: (args) => attempt('skopeo', withAccess(args)),
    syncFrom: (args) => run('skopeo', command(['sync', ...accessOptions(access, 'src'), ...args])),
  }
}

function accessOptions({ login, trustFolder }: SkopeoAccess, end?: RegistryEnd): string[] {
  const option = (name: string) => (end === undefined ? `--${name}` : `--${end}-${name}`)
  const credentials = login && `${login.username}:${login.password}`
  return [
    ...(credentials === undefined ? [] : [option('creds'), credentials]),
    ...(trustFolder === undefined ? [] : [option('cert-dir'), trustFolder]),
    `${option('tls-verify')}=${trustFolder !== undefined}`,
  ]
}
