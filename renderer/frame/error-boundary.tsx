import { Component, type ReactNode } from 'react'
import { Broken } from './broken.tsx'
import { PageNotLoaded } from './lazy-page.tsx'
import { NotLoaded } from './not-loaded.tsx'

interface Props {
  readonly children: ReactNode
}

interface State {
  readonly error?: Error
}

/** Catches a fault while something below is drawn, which React can only do with a class. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error instanceof PageNotLoaded) return <NotLoaded />
    return error ? <Broken error={error} /> : this.props.children
  }
}
