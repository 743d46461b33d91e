import type { ImageConfig } from '../../../server/control/images-contract.ts'
import { image as words } from '../../strings/image.ts'

/** A line of what the image runs: its name, and the text as one would write it. */
export interface ConfigFact {
  readonly name: string
  readonly text: string
}

/** What the configuration says, without what it leaves open. */
export function configFacts(config: ImageConfig): readonly ConfigFact[] {
  const names = words.config
  const facts: readonly (readonly [string, string | undefined])[] = [
    [names.entrypoint, shellWords(config.entrypoint)],
    [names.command, shellWords(config.command)],
    [names.workingDirectory, config.workingDirectory],
    [names.user, config.user],
    [names.ports, config.ports.join(', ')],
    [names.volumes, config.volumes.join(', ')],
    [names.stopSignal, config.stopSignal],
    [names.author, config.author],
  ]
  return facts.flatMap(([name, text]) => (text ? [{ name, text }] : []))
}

/** A command as it would be typed: words with spaces or signs in them stand in quotes. */
export function shellWords(list: readonly string[]): string {
  return list.map(quoted).join(' ')
}

function quoted(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** `name=value` lines of a map. */
export function pairLines(map: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(map).map(([name, value]) => `${name}=${value}`)
}

/** Whether there is anything to show at all; artifacts often have a configuration of `{}`. */
export function saysSomething(config: ImageConfig): boolean {
  return (
    configFacts(config).length > 0 ||
    config.environment.length > 0 ||
    Object.keys(config.labels).length > 0 ||
    config.createdAt !== undefined
  )
}
