import type { RemoteCheck, SavedRemote } from '../../../server/control/remotes-contract.ts'
import { useAction } from '../../control.tsx'
import { remotes as words } from '../../strings/remotes.ts'
import type { ControlError } from '../../transport.ts'
import { inputOf, type RemoteDraft } from './remote-draft.ts'

export interface RemoteForm {
  readonly draft: RemoteDraft
  change(changes: Partial<RemoteDraft>): void
  /** What the host did not take, of one field. */
  readonly fault: ControlError | null
  /** Anything else that went wrong. */
  readonly failure: { readonly title: string; readonly error: ControlError } | undefined
  test(): void
  readonly testing: boolean
  /** Of the last test of what is typed now. */
  readonly check: RemoteCheck | undefined
  /** @returns undefined where that failed, which is shown */
  save(how?: SaveOptions): Promise<SavedRemote | undefined>
  readonly saving: boolean
}

interface SaveOptions {
  readonly name?: string
  /** In place of the one of that name. */
  readonly replace?: boolean
}

export interface RemoteFormParts {
  readonly draft: RemoteDraft
  readonly onChange: (changes: Partial<RemoteDraft>) => void
  /** The one that is replaced: tested with what is kept, unless something else is entered. */
  readonly before?: SavedRemote | undefined
}

/** A form for a registry: tests it, saves it, and then finds out how it is. */
export function useRemoteForm({ draft, onChange, before }: RemoteFormParts): RemoteForm {
  const testing = useAction('remotes.test')
  const checking = useAction('remotes.check')
  const saving = useAction('remotes.save')
  const reset = (): void => [testing, checking, saving].forEach((action) => action.reset())
  const errors = [
    { title: words.saveFailed, error: saving.error },
    { title: words.testFailed, error: testing.error ?? checking.error },
  ]
  const found = errors.find(({ error }) => error)
  const isField = found?.error?.field !== undefined
  return {
    draft,
    fault: isField ? (found?.error ?? null) : null,
    failure: found?.error && !isField ? { title: found.title, error: found.error } : undefined,
    testing: testing.isPending || checking.isPending,
    saving: saving.isPending,
    check: testing.data ?? checking.data,
    change(changes) {
      reset()
      onChange(changes)
    },
    test() {
      reset()
      if (before && isSame(draft, before)) checking.mutate({ name: before.name })
      else testing.mutate(inputOf(draft))
    },
    async save(how = {}) {
      // A failure is shown, from the action.
      const saved = await saving.mutateAsync({ ...inputOf(draft), ...how }).catch(() => undefined)
      if (saved) checking.mutate({ name: saved.name })
      return saved
    },
  }
}

function isSame({ url, kind, user, secret }: RemoteDraft, before: SavedRemote): boolean {
  return (
    secret === '' &&
    url.trim() === before.url &&
    kind === before.kind &&
    (kind !== 'password' || user.trim() === before.user)
  )
}
