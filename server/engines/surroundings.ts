import { homedir } from 'node:os'

/** The machine, as far as engines are looked for on it. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  /** The folder of the person who runs Berth. */
  readonly home: string
  /** What stands before `/etc`; nothing unless given. */
  readonly root?: string
}

/** This machine, and whoever runs this process. */
export function hereAround(): Surroundings {
  const { env, platform } = process
  return { env, platform, home: env['HOME'] || homedir() }
}
