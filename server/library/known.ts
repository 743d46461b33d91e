type Absent = null | undefined

type Known<T> = {
  [K in keyof T as Absent & T[K] extends never ? K : never]: T[K]
} & {
  [K in keyof T as Absent & T[K] extends never ? never : K]?: Exclude<T[K], Absent>
}

/** Without the fields that are not known: the contract has them absent, the database has them null. */
export function known<const T extends object>(fields: T): Known<T> {
  const pairs = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(pairs) as Known<T>
}
