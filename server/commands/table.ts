import type { Command } from './command.ts'

/** A command as far as the list of commands needs it. */
export interface CommandEntry {
  readonly name: string
  /** Another name of it, as another registry has it. */
  readonly alias?: string
  readonly summary: string
  /** Imports the command only when it is used, so that `--help` is quick. */
  readonly load: () => Promise<Command>
}

/** Every command of `berth`, in the order of `berth --help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'Run the registry.',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'htpasswd',
    summary: 'Add, change or remove a user who may log in.',
    load: async () => (await import('./htpasswd.ts')).htpasswd,
  },
  {
    name: 'import',
    summary: 'Take images from a file into the registry.',
    load: async () => (await import('./import.ts')).importImages,
  },
  {
    name: 'export',
    summary: 'Put an image of the registry into a file.',
    load: async () => (await import('./export.ts')).exportToFile,
  },
  {
    name: 'tag',
    summary: 'Give an image of the registry another name.',
    load: async () => (await import('./tag.ts')).tag,
  },
  {
    name: 'sync',
    summary: 'Bring another registry level with this one.',
    load: async () => (await import('./sync.ts')).sync,
  },
  {
    name: 'doctor',
    summary: 'Look for what keeps Berth or Docker from working.',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'gc',
    alias: 'garbage-collect',
    summary: 'Free the space of what no image needs any more.',
    load: async () => (await import('./gc.ts')).gc,
  },
  {
    name: 'check',
    summary: 'Look for images that are broken in storage.',
    load: async () => (await import('./check.ts')).check,
  },
]
