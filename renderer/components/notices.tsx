import {
  Button,
  Toast,
  ToastBody,
  Toaster,
  ToastTitle,
  ToastTrigger,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { strings } from '../strings.ts'

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** Tells what came of something, in a corner of the window, from any page. */
export interface Notices {
  /** Goes away by itself, unless there is an action to choose, such as Undo: then later. */
  done(text: string, action?: NoticeAction): void
  /** Stays until it is read. */
  failed(title: string, error: { readonly message: string }): void
}

const NoticesContext = createContext<Notices | undefined>(undefined)

/** How long a notice stays, in milliseconds. */
const SHORT = 4_000
const LONG = 10_000

export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const toaster = useId('notices')
  const { dispatchToast } = useToastController(toaster)
  const notices = useMemo<Notices>(
    () => ({
      done: (text, action) =>
        dispatchToast(doneToast(text, action), {
          intent: 'success',
          timeout: action ? LONG : SHORT,
          pauseOnHover: true,
          // Tab would get into it, find nothing there, and not get out again.
          ...(!action && { root: { tabIndex: -1 } }),
        }),
      failed: (title, { message }) =>
        dispatchToast(failedToast(title, message), { intent: 'error', timeout: -1 }),
    }),
    [dispatchToast],
  )
  return (
    <NoticesContext value={notices}>
      {children}
      <Toaster toasterId={toaster} position="bottom-end" />
    </NoticesContext>
  )
}

export function useNotices(): Notices {
  const notices = useContext(NoticesContext)
  if (!notices) throw new Error('useNotices outside of NoticesProvider')
  return notices
}

function doneToast(text: string, action: NoticeAction | undefined) {
  return (
    <Toast>
      <ToastTitle {...(action && { action: <ActionButton action={action} /> })}>{text}</ToastTitle>
    </Toast>
  )
}

function failedToast(title: string, message: string) {
  return (
    <Toast>
      <ToastTitle action={<DismissButton />}>{title}</ToastTitle>
      <ToastBody>{message}</ToastBody>
    </Toast>
  )
}

function ActionButton({ action }: { readonly action: NoticeAction }) {
  return (
    <ToastTrigger>
      <Button appearance="transparent" size="small" onClick={action.run}>
        {action.label}
      </Button>
    </ToastTrigger>
  )
}

function DismissButton() {
  return (
    <ToastTrigger>
      <Button
        appearance="transparent"
        size="small"
        icon={<DismissRegular />}
        aria-label={strings.parts.dismiss}
      />
    </ToastTrigger>
  )
}
