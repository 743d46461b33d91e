import { lazy, type ComponentType } from 'react'

/** The file of a page could not be got: the host is away, or has other files since an update. */
export class PageNotLoaded extends Error {
  override readonly name = 'PageNotLoaded'
}

/** A page whose file is got when it is first needed. */
export function lazyPage<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(async () => {
    try {
      return await load()
    } catch (cause) {
      throw new PageNotLoaded('the file of a page could not be loaded', { cause })
    }
  })
}
