import { listed } from '../../format.ts'

/** `linux/amd64, arm64 and 4 more`: the system is said once where it is the same for all. */
export function platformsInShort(platforms: readonly string[]): string {
  const [first = '', ...others] = platforms
  const system = first.slice(0, first.indexOf('/') + 1)
  const same = system !== '' && others.every((platform) => platform.startsWith(system))
  const rest = same ? others.map((platform) => platform.slice(system.length)) : others
  return listed([first, ...rest], 2)
}
