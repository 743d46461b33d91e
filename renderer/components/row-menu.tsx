import {
  makeStyles,
  Menu,
  MenuButton,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
  useRestoreFocusTarget,
  type MenuButtonProps,
} from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'

const useStyles = makeStyles({ popover: { zIndex: tokens.zIndexPopup } })

export interface RowMenuProps {
  /** What its button says to those who do not see the row. */
  readonly label: string
  /** Of the button, such as keys that it takes. */
  readonly button?: MenuButtonProps
  /** The items. */
  readonly children: ReactNode
}

/** What can be done with what a row is about. */
export function RowMenu({ label, button, children }: RowMenuProps) {
  const styles = useStyles()
  const target = useRestoreFocusTarget()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          {...target}
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={label}
          {...button}
        />
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  )
}
