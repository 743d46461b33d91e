/** A registry as far as an engine is to reach it. */
export interface RegistryToReach {
  /** As images are named, such as `localhost:5000`. */
  readonly host: string
  /** Whether that name is localhost, so that a relay can stand in for it. */
  readonly isLocal: boolean
  /** Whether it asks for a login. */
  readonly hasUsers: boolean
  /** The file of its certificate, where it speaks https. */
  readonly certificate?: string
  /** @throws RegistryError TOOMANYREQUESTS, or what a registry elsewhere says */
  readonly openProbe: () => Promise<ServedProbe> | ServedProbe
}

/** An image that the registry serves as long as a check goes on. */
export interface ServedProbe {
  readonly repository: string
  readonly tag: string
  /** Whether somebody took it. */
  wasSeen(): Promise<boolean> | boolean
  close(): Promise<void> | void
}
