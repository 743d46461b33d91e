import { existsSync } from 'node:fs'

/**
 * The file of a thread or process that runs beside this one.
 *
 * @param file its source, a TypeScript file relative to `here`; in a build, an entry of the same name
 *   beside the chunk of `here` or one folder above it
 * @param here `import.meta.url` of the caller
 */
export function entryFile(file: string, here: string): URL {
  const name = file.replace(/\.ts$/, '.js')
  const places = here.endsWith('.ts') ? [`./${file}`] : [`./${name}`, `../${name}`]
  const urls = places.map((place) => new URL(place, here))
  const found = urls.find((place) => existsSync(place))
  if (!found) throw new Error(`not in this build: ${urls.map(String).join(' or ')}`)
  return found
}
