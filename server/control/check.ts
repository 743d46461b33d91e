/**
 * Checks of what comes from outside: gives the value as the type says, or throws `WrongInput`. Unknown
 * keys are dropped.
 */
export type Check<T> = (value: unknown, field: string) => T

/** What of a checked value may be seen in a log, for the checks that hide some of it. */
const SHOWN = new WeakMap<object, (value: never) => unknown>()

/** The value with what is secret in it left out, for a log. */
export function shown<T>(check: Check<T>, value: T): unknown {
  const show = SHOWN.get(check) as ((value: T) => unknown) | undefined
  return show ? show(value) : value
}

function shownAs<T>(check: Check<T>, show: (value: T) => unknown): Check<T> {
  SHOWN.set(check, show)
  return check
}

/** Input that is not as the contract says; `field` is a dotted path, empty for the whole. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput'
  readonly field: string

  constructor(field: string, allowed: string) {
    super(field === '' ? `the input must be ${allowed}` : `${field} must be ${allowed}`)
    this.field = field
  }
}

/** @param most characters */
export function text(most = 1_000, least = 1): Check<string> {
  return (value, field) => {
    if (typeof value === 'string' && value.length >= least && value.length <= most) return value
    throw new WrongInput(field, `a text of ${least} to ${most} characters`)
  }
}

/** A password, a key or a token: a text that no log shows. */
export function secretText(most = 32_768): Check<string> {
  const plain = text(most)
  return shownAs<string>(
    (value, field) => plain(value, field),
    () => '(secret)',
  )
}

export function integer(least: number, most: number): Check<number> {
  return (value, field) => {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
      return Number(value)
    }
    throw new WrongInput(field, `a whole number from ${least} to ${most}`)
  }
}

export const flag: Check<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value
  throw new WrongInput(field, 'true or false')
}

export function oneOf<const T extends string>(...words: readonly T[]): Check<T> {
  return (value, field) => {
    const found = words.find((word) => word === value)
    if (found !== undefined) return found
    throw new WrongInput(field, `one of ${words.join(', ')}`)
  }
}

export function list<T>(item: Check<T>, most: number, least = 1): Check<readonly T[]> {
  const check: Check<readonly T[]> = (value, field) => {
    if (Array.isArray(value) && value.length >= least && value.length <= most) {
      return value.map((one, at) => item(one, `${field}[${at}]`))
    }
    throw new WrongInput(field, `a list of ${least} to ${most}`)
  }
  return shownAs(check, (values) => values.map((one) => shown(item, one)))
}

/** Absent, or null as JSON has it. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return shownAs<T | undefined>(
    (value, field) => (value === undefined || value === null ? undefined : check(value, field)),
    (value) => (value === undefined ? undefined : shown(check, value)),
  )
}

/** What a method without input takes. */
export const nothing: Check<void> = (value) => {
  if (value === undefined || value === null || isObject(value)) return
  throw new WrongInput('', 'empty')
}

type Fields = Readonly<Record<string, Check<unknown>>>
type Required<F extends Fields> = {
  [K in keyof F as undefined extends ReturnType<F[K]> ? never : K]: ReturnType<F[K]>
}
type Optional<F extends Fields> = {
  [K in keyof F as undefined extends ReturnType<F[K]> ? K : never]?: ReturnType<F[K]>
}

export function object<F extends Fields>(fields: F): Check<Readonly<Required<F> & Optional<F>>> {
  type Read = Readonly<Required<F> & Optional<F>>
  const check: Check<Read> = (value, field) => {
    if (!isObject(value)) throw new WrongInput(field, 'an object')
    const pairs = Object.entries(fields).map(([name, check]) => {
      const path = field === '' ? name : `${field}.${name}`
      return [name, check(value[name], path)] as const
    })
    const given = pairs.filter(([, read]) => read !== undefined)
    return Object.fromEntries(given) as Read
  }
  return shownAs(check, (value) => {
    const pairs = Object.entries(value).map(([name, one]) => {
      const field = fields[name]
      return [name, field ? shown(field, one) : one] as const
    })
    return Object.fromEntries(pairs)
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
