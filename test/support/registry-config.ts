import type { AzureContainer } from './azure-container.ts'

/** Where a registry keeps its images: in a folder, or in a container that it may share with others. */
export type StoragePlace =
  | { readonly folder: string; readonly azure?: never }
  | { readonly azure: AzureContainer; readonly folder?: never }

/** What a test may say about the registry that it wants. */
export interface RegistrySettings {
  /** Path of an htpasswd file; without it the registry is open. */
  readonly htpasswd?: string
  /** Where the API lies, such as `/registry/`. */
  readonly prefix?: string
  /** Paths of PEM files. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Merged over the rest, section by section. */
  readonly extraConfig?: Readonly<Record<string, unknown>>
}

/** All that a configuration is made of. */
export type RegistryConfigOptions = RegistrySettings & StoragePlace & { readonly port: number }

type Section = Readonly<Record<string, unknown>>

/** A configuration in Distribution's language; the log level has to stay `info` or finer. */
export function registryConfig(options: RegistryConfigOptions): Section {
  const { port, htpasswd, prefix, tls, extraConfig = {} } = options
  const config = {
    version: 0.1,
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { ...driverSection(options), delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: 'known only to this test',
      ...(prefix !== undefined && { prefix }),
      ...(tls && { tls: { certificate: tls.certificate, key: tls.key } }),
    },
    ...(htpasswd !== undefined && { auth: { htpasswd: { realm: 'berth', path: htpasswd } } }),
  }
  return merged(config, extraConfig)
}

function driverSection({ folder, azure }: StoragePlace): Section {
  if (!azure) return { filesystem: { rootdirectory: folder } }
  const { url, accountName, accountKey, container } = azure
  const account = { accountname: accountName, accountkey: accountKey, serviceurl: url }
  return { azure: { ...account, container } }
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function merged(base: Section, over: Section): Section {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key]
    return [key, isSection(value) && isSection(below) ? merged(below, value) : value] as const
  })
  return { ...base, ...Object.fromEntries(entries) }
}
