/** What the command line says; it wins over the file and the variables. */
export interface Overrides {
  /** In the forms of `http.addr`. */
  readonly addr?: string
  /** Takes the place of the port, with whatever address is set. */
  readonly port?: string | number
  /** The folder that holds `docker/registry/v2`: storage on disk, whatever else is left open. */
  readonly dataFolder?: string
}

/** What settings are read against. */
export interface Surroundings {
  /** Defaults are Distribution's when there is a file, and a newcomer's when there is none. */
  readonly hasFile: boolean
  readonly cwd: string
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  readonly overrides: Overrides
}
