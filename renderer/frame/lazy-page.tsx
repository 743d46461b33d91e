import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

/** The file of a page could not be got: the host is away, or has other files since an update. */
export class PageNotLoaded extends Error {
  override readonly name = 'PageNotLoaded'
}

/** A page, or another part of the window, whose file is got when it is first needed, or before. */
export interface LazyPage<P> {
  (props: P): ReactNode
  /** Begins to get the file, unless it is here or on its way. */
  get(): void
}

/** As much of a page as is here. */
interface Got<P> {
  readonly page?: ComponentType<P>
  readonly failure?: PageNotLoaded
}

/**
 * Not by React's `lazy`: what suspended is shown 300 ms after what stood in its place at the soonest,
 * and the files come from the host in a few.
 *
 * @param waiting stands in its place until then
 */
export function lazyPage<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
  waiting: ReactNode,
): LazyPage<P> {
  let asked: Promise<Got<P>> | undefined
  let got: Got<P> = {}
  const ask = () => (asked ??= loaded(load).then((now) => (got = now)))

  function Lazy(props: P) {
    const [{ page: Page, failure }, setGot] = useState(got)
    useEffect(() => void ask().then(setGot), [])
    if (failure) throw failure
    return Page ? <Page {...props} /> : waiting
  }
  return Object.assign(Lazy, { get: () => void ask() })
}

async function loaded<P>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): Promise<Got<P>> {
  try {
    return { page: (await load()).default }
  } catch (cause) {
    return { failure: new PageNotLoaded('the file of a page could not be loaded', { cause }) }
  }
}
