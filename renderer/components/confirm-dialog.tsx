import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'
import { Failure } from './failure.tsx'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
})

export interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  /** The deed itself, as the button says it: “Delete 3 tags”. */
  readonly verb: string
  /** It cannot be undone. */
  readonly danger?: boolean
  /** It is being done. */
  readonly busy?: boolean
  /** What is asked is not known yet, so it cannot be confirmed. */
  readonly waiting?: boolean
  readonly error?: { readonly message: string } | null
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** What goes and what stays. */
  readonly children: ReactNode
}

/** Asks before something is done that cannot simply be undone. Escape and Cancel leave all as it is. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, verb, danger, busy = false, waiting = false, error } = props
  const styles = useStyles()
  return (
    <Dialog
      open={open}
      modalType={danger ? 'alert' : 'modal'}
      onOpenChange={(_, data) => !data.open && !busy && props.onClose()}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {props.children}
            {error && (
              <div ref={intoView}>
                <Failure error={error} title={verb} />
              </div>
            )}
          </DialogContent>
          <DialogActions>
            <Button disabled={busy} onClick={props.onClose}>
              {strings.parts.cancel}
            </Button>
            <Button
              appearance="primary"
              {...(danger && !waiting && { className: styles.danger })}
              disabled={waiting}
              disabledFocusable={busy}
              onClick={props.onConfirm}
            >
              {verb}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

/** In a long dialog it would stand where nobody looks. */
const intoView = (element: HTMLElement | null): void =>
  element?.scrollIntoView({ block: 'nearest' })
