import { createContext, useContext, type ReactNode } from 'react'

/** What a step can do besides its own. */
export interface SetupActions {
  /** The step is done: to the next one. */
  next(): void
  back(): void
  /** The step is left out: to the next one. */
  skip(): void
  /** To Overview; the set-up goes on from here another time. */
  leave(): void
}

interface SetupContent extends SetupActions {
  /** There is a step before this one. */
  readonly hasBefore: boolean
  readonly draft: Readonly<Record<string, string>>
  type(name: string, value: string): void
}

const SetupContext = createContext<SetupContent | undefined>(undefined)

export function SetupProvider(props: {
  readonly content: SetupContent
  readonly children: ReactNode
}) {
  return <SetupContext value={props.content}>{props.children}</SetupContext>
}

/** The set-up around a step. */
export function useSetup(): SetupActions & Pick<SetupContent, 'hasBefore'> {
  return useContent()
}

/**
 * What was typed into a field: kept on the host in clear, so that it survives closing the app. Never for
 * secrets.
 *
 * @param name told apart from those of all steps, such as `storage.account`
 */
export function useDraft(name: string): [string, (value: string) => void] {
  const { draft, type } = useContent()
  return [draft[name] ?? '', (value) => type(name, value)]
}

function useContent(): SetupContent {
  const content = useContext(SetupContext)
  if (!content) throw new Error('useSetup outside of the set-up')
  return content
}
