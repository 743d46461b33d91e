import type { ConfiguredAzure } from './azure-config.ts'

/**
 * What the server was told to do: parsed once at start, never changed, never read from the
 * environment again. `load.ts` makes one from a file in the language of CNCF Distribution's
 * `config.yml` and from `REGISTRY_*` variables.
 *
 * Times are milliseconds, sizes bytes, paths absolute.
 */
export interface Config {
  readonly log: LogConfig
  readonly storage: StorageConfig
  readonly auth: AuthConfig
  /** Who may do what; absent: whoever gets in may do all. */
  readonly access?: readonly AccessRule[]
  readonly http: HttpConfig
  readonly console: ConsoleConfig
  readonly catalog: { readonly maxEntries: number }
  /** `Infinity` without a limit of its own. */
  readonly tags: { readonly maxTags: number }
  readonly validation: ValidationConfig
  readonly health: HealthConfig
  readonly notifications: NotificationsConfig
  /** Absent: nothing is traced. */
  readonly traces?: TracesConfig
  /** Of what is no image: made when it is needed; absent where nothing is kept. */
  readonly ownFolder?: string
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

export interface LogConfig {
  readonly level: LogLevel
  readonly formatter: 'text' | 'json'
  readonly fields: Readonly<Record<string, string>>
  readonly accessLog: boolean
  /** Absent: none is written. */
  readonly audit?: AuditConfig
}

/** `log.audit`, Berth's own section: who changed what, in a file of JSON lines. */
export interface AuditConfig {
  readonly path: string
  /** Somebody asked for it: then there is no server without it. */
  readonly isAskedFor: boolean
  /** Of one file. */
  readonly maxSize: number
  /** With the one that is written to. */
  readonly maxFiles: number
}

export interface StorageConfig {
  readonly driver: FilesystemConfig | InMemoryConfig | ConfiguredAzure
  readonly deleteEnabled: boolean
  /** `storage.cache.blobdescriptor`: keep descriptors and small manifests in memory. */
  readonly cache: boolean
  readonly uploadPurging: UploadPurgingConfig
  readonly gc: GcConfig
  readonly readOnly: boolean
  /** `storage.redirect.disable`: whether a pull of a blob may be sent to the storage service itself. */
  readonly redirect: boolean
}

/** What a registry may be told otherwise while it serves. */
export type Rules = Pick<StorageConfig, 'deleteEnabled' | 'readOnly'>

export interface FilesystemConfig {
  readonly kind: 'filesystem'
  /** The folder that holds `docker/registry/v2`. */
  readonly rootDirectory: string
}

/** Images live as long as the process. */
export interface InMemoryConfig {
  readonly kind: 'inmemory'
}

/** `storage.maintenance.gc`, Berth's own section: when the space of what nothing needs is given back. */
export interface GcConfig {
  /** By itself, every `interval`, which fits in one timer. */
  readonly enabled: boolean
  readonly interval: number
  /** Manifests go too to which nothing leads. */
  readonly untagged: boolean
  /** What was modified within that time is left alone; the same for all who share the storage. */
  readonly grace: number
}

/** `interval` fits in one timer. */
export interface UploadPurgingConfig {
  readonly enabled: boolean
  readonly age: number
  readonly interval: number
  readonly dryRun: boolean
}

export interface AuthConfig {
  readonly htpasswd?: {
    readonly realm: string
    readonly path: string
    /** Clients have to fetch a token with their password (`auth.htpasswd.tokens`, Berth's own key). */
    readonly tokens?: boolean
  }
}

/** What of a repository may be done to it. */
export type AccessAction = 'pull' | 'push' | 'delete'

/** The first rule that names both user and repository decides. */
export interface AccessRule {
  /** Names, `*` for all who logged in, `anonymous` for all who have not. */
  readonly users: readonly string[]
  /** Names in which `*` stands for anything but a slash, `**` for anything. */
  readonly repositories: readonly string[]
  readonly actions: readonly AccessAction[]
}

export interface HttpConfig {
  /** Every address to listen on; without a setting 127.0.0.1 and ::1, port 5000. */
  readonly listen: readonly ListenAddress[]
  /** The address clients use, for absolute URLs in answers (`http.host`). */
  readonly host?: URL
  /** Further `Host` names that a loopback listener answers to (`http.allowedhosts`, Berth's own key). */
  readonly allowedHosts: readonly string[]
  /** Where `/v2/` lies; always starts and ends with `/`. */
  readonly prefix: string
  readonly relativeUrls: boolean
  /** Several instances that share it trust each other's tokens. */
  readonly secret?: string
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly tls?: TlsConfig
  /** Fits in one timer; 0: requests are cut off at once. */
  readonly drainTimeout: number
  readonly debug?: DebugConfig
}

/** What tells how the server is, at an address of its own (`http.debug`). */
export interface DebugConfig {
  readonly listen: readonly ListenAddress[]
  /** Where metrics are; absent: nowhere. */
  readonly metricsPath?: string
}

export interface NotificationsConfig {
  /** `notifications.events.includereferences`: tell what a manifest names. */
  readonly includeReferences: boolean
  readonly endpoints: readonly EndpointConfig[]
}

/** Where events are sent. Times fit in one timer. */
export interface EndpointConfig {
  /** No two have the same. */
  readonly name: string
  readonly disabled: boolean
  /** Without a login. */
  readonly url: URL
  /** Secrets, most of them. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly timeout: number
  /** Failures in a row after which it waits for `backoff` and longer. */
  readonly threshold: number
  readonly backoff: number
  readonly ignoredMediaTypes: readonly string[]
  readonly ignoredActions: readonly string[]
  /** Berth's own key: Distribution's envelope, or CloudEvents 1.0. */
  readonly format: 'distribution' | 'cloudevents'
}

/** The window in a browser: Berth's own section. */
export interface ConsoleConfig {
  readonly enabled: boolean
  /** Addresses of its own; without them it shares the registry's. */
  readonly listen?: readonly ListenAddress[]
}

export type ListenAddress =
  /** `host` absent: every interface. `optional`: a machine without that address family goes on without. */
  | {
      readonly kind: 'tcp'
      readonly host?: string
      readonly port: number
      readonly optional?: boolean
    }
  | { readonly kind: 'unix'; readonly path: string }

export interface TlsConfig {
  readonly certificate: string
  /** A file. */
  readonly key?: string
  /** Where there is no file: what Berth keeps it under among its secrets (`http.tls.keysecret`, Berth's own key). */
  readonly keySecret?: string
  readonly clientCas: readonly string[]
  readonly minimumTls: 'TLSv1.2' | 'TLSv1.3'
}

export interface ValidationConfig {
  readonly manifests: {
    /**
     * Patterns of which a foreign layer's URL must match one (`allow`, unless empty) and must match
     * none (`deny`).
     */
    readonly urls: { readonly allow: readonly RegExp[]; readonly deny: readonly RegExp[] }
    readonly indexes: {
      /** Which children of an index must be present when it is pushed. */
      readonly platforms: 'all' | 'none' | 'list'
      readonly platformList: readonly { readonly os: string; readonly architecture: string }[]
    }
  }
}

export interface HealthConfig {
  /**
   * Asks the storage every `interval`, which fits in one timer; `threshold` failures in a row, at
   * least one, make it unhealthy.
   */
  readonly storageDriver: {
    readonly enabled: boolean
    readonly interval: number
    readonly threshold: number
  }
}

/** Where a span for each request is sent, by OTLP over HTTP in JSON. */
export interface TracesConfig {
  readonly url: URL
  /** Secrets, most of them. */
  readonly headers: Readonly<Record<string, string>>
  /** Of the service. */
  readonly attributes: Readonly<Record<string, string>>
  readonly timeout: number
  /** Of traces that begin here, or of all: from 0 to 1. */
  readonly ratio: number
  /** Whether to trace is for whoever asks to say, if they do. */
  readonly followsParent: boolean
}
