import { Text } from '@fluentui/react-components'
import type { Input, MethodName } from '../../server/control/contract.ts'
import { useAction } from '../control.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useNotices } from './notices.tsx'

export interface ConfirmActionProps<M extends MethodName> {
  readonly method: M
  readonly input: Input<M>
  readonly title: string
  /** The deed itself, as the button says it. */
  readonly verb: string
  /** What goes and what stays. */
  readonly text: string
  /** What a notice says once it is done. */
  readonly done: string
  readonly onClose: () => void
}

/** Asks before a method is called that cannot be undone, calls it, and says that it is done. */
export function ConfirmAction<M extends MethodName>(props: ConfirmActionProps<M>) {
  const { method, input, title, verb, text, done, onClose } = props
  const notices = useNotices()
  const { mutate, isPending, error } = useAction(method)
  const onSuccess = () => {
    notices.done(done)
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={title}
      verb={verb}
      busy={isPending}
      error={error}
      onConfirm={() => mutate(input, { onSuccess })}
      onClose={onClose}
    >
      <Text>{text}</Text>
    </ConfirmDialog>
  )
}
