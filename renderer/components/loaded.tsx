import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'

/** As much of a query as is looked at here. */
export interface Answer<T> {
  readonly data: T | undefined
  readonly error: { readonly message: string } | null
  readonly refetch: () => unknown
}

export interface LoadedProps<T> {
  readonly of: Answer<T>
  /** What could not be loaded, when it fails. */
  readonly failure?: string
  /** Lines of the skeleton. */
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}

/** An answer: on its way, failed, or here. What was here before a failure stays on the page. */
export function Loaded<T>({ of, failure, lines, children }: LoadedProps<T>) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) {
    return (
      <Failure
        {...(failure !== undefined && { title: failure })}
        error={of.error}
        onRetry={() => void of.refetch()}
      />
    )
  }
  return <Loading {...(lines !== undefined && { lines })} />
}
