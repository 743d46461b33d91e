import { parseDuration } from './duration.ts'
import { problem, warning } from './report.ts'
import type { Shape } from './schema.ts'
import { children as childrenOf, isEmpty, showTree, type Place, type Tree } from './tree.ts'

/** Shapes of single values, and of keys that are not looked into. */

/** A single value; `parse` gives undefined for what is not `allowed`. Empty is as good as absent. */
export function leaf<T>(
  allowed: string,
  parse: (text: string) => T | undefined,
): Shape<T | undefined> {
  return {
    kind: 'leaf',
    read(tree, spot) {
      if (tree === undefined || isEmpty(tree)) return undefined
      const value = tree.kind === 'scalar' ? parse(tree.text) : undefined
      if (value === undefined) problem(spot, `found ${showTree(tree)}, allowed: ${allowed}`)
      return value
    },
  }
}

/** What a text amounts to, or what is wrong with it. */
export type Checked<T> =
  | { readonly value: T; readonly wrong?: never }
  | { readonly value?: never; readonly wrong: string }

/** A value that no message repeats, whatever its form; `wrong` of `check` must not either. */
export function secret<T>(check: (text: string) => Checked<T>): Shape<T | undefined> {
  return {
    kind: 'leaf',
    secret: true,
    read(tree, spot) {
      if (tree === undefined || isEmpty(tree)) return undefined
      const { value, wrong } =
        tree.kind === 'scalar'
          ? check(tree.text.trim())
          : { wrong: `found ${showTree(tree)}, allowed: a text` }
      if (wrong !== undefined) problem(spot, wrong)
      return value
    },
  }
}

/** Any text; numbers keep their spelling. */
export function text(): Shape<string | undefined> {
  return leaf('a text', (text) => text)
}

/** `true` and `false` in every spelling of YAML 1.1, which Distribution reads. */
export function boolean(): Shape<boolean | undefined> {
  return leaf('true, false', (text) => {
    if (/^(true|yes|y|on)$/i.test(text)) return true
    return /^(false|no|n|off)$/i.test(text) ? false : undefined
  })
}

/** A whole number of at least `least`. */
export function integer(least: number): Shape<number | undefined> {
  const allowed = Number.isFinite(least) ? `a whole number from ${least}` : 'a whole number'
  return leaf(allowed, (text) => {
    const value = /^[-+]?\d{1,15}$/.test(text) ? Number(text) : NaN
    return value >= least ? value : undefined
  })
}

/** One of these words, in whatever case. */
export function oneOf<const T extends string>(...values: readonly T[]): Shape<T | undefined> {
  return leaf(values.join(', '), (text) => values.find((value) => value === text.toLowerCase()))
}

/**
 * A Go duration as milliseconds. A number without a unit is refused, as Distribution does where it
 * has no type for the key.
 */
export function duration(): Shape<number | undefined> {
  return leaf(durations, parseDuration)
}

/**
 * The same where Distribution takes a bare number for nanoseconds, which nobody means: it gets a
 * warning.
 */
export function durationOrNanoseconds(): Shape<number | undefined> {
  const bare = /^[1-9]\d*$/
  return {
    kind: 'leaf',
    read(tree, spot) {
      const digits = tree?.kind === 'scalar' && bare.test(tree.text) ? tree.text : undefined
      if (digits === undefined) return duration().read(tree, spot)
      warning(spot, `${digits} without a unit means nanoseconds; write ${digits}s for seconds`)
      return parseDuration(`${digits}ns`)
    },
  }
}

const durations = 'a duration with units, such as 30s, 1m30s or 168h'

/** A key that is right and asks for nothing that Berth would have to do. */
export function accepted(): Shape<undefined> {
  return { kind: 'opaque', read: () => undefined }
}

/** A key of Distribution's that this version does not act on: one warning, wherever it is set. */
export function ignored(message = 'Berth does not act on this key'): Shape<undefined> {
  return {
    kind: 'opaque',
    read(tree, spot) {
      if (tree !== undefined && !isEmpty(tree)) warning(spot, message, sources(tree))
      return undefined
    },
  }
}

/** A key that promises what Berth cannot give. `whenEmpty`: its presence alone promises it. */
export function refused(message: string, { whenEmpty = false } = {}): Shape<undefined> {
  return {
    kind: 'opaque',
    read(tree, spot) {
      if (tree !== undefined && (whenEmpty || !isEmpty(tree))) problem(spot, message)
      return undefined
    },
  }
}

/** Where an opaque value was written: the line of its key, and every variable below it. */
function sources(tree: Tree): readonly Place[] {
  const all = [tree.place, ...childrenOf(tree).flatMap(sources)]
  return all.filter(
    (place, index) => all.findIndex((other) => other.source === place.source) === index,
  )
}
