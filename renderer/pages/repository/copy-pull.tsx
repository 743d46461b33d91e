import {
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SplitButton,
  tokens,
  type MenuTriggerChildProps,
  type SplitButtonProps,
} from '@fluentui/react-components'
import { CopyRegular } from '@fluentui/react-icons'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import { copyText } from '../../components/copy-text.ts'
import { useNotices } from '../../components/notices.tsx'
import { strings } from '../../strings.ts'
import { repository as words } from '../../strings/repository.ts'
import { pullCommand } from '../image/use-commands.ts'

// It lies in the page, above the headings of the table, which stay in place themselves.
const useStyles = makeStyles({ popover: { zIndex: tokens.zIndexPopup } })

export interface CopyPullProps {
  readonly repository: string
  readonly tags: readonly Tag[]
  /** Absent until it is known. */
  readonly host: string | undefined
}

/** Copies the commands that pull the tags, a line for each: by tag, or from the menu by digest. */
export function CopyPull({ repository, tags, host }: CopyPullProps) {
  const styles = useStyles()
  const copy = useCopyCommands(repository, tags, host)
  const disabled = tags.length === 0 || host === undefined
  return (
    <Menu inline positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        {(trigger) => (
          <SplitButton
            disabled={disabled}
            icon={<CopyRegular />}
            menuButton={menuButton(trigger)}
            primaryActionButton={{ onClick: () => void copy('tag') }}
          >
            {words.selection.copy}
          </SplitButton>
        )}
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          <MenuItem onClick={() => void copy('tag')}>{words.selection.byTag}</MenuItem>
          <MenuItem onClick={() => void copy('digest')}>{words.selection.byDigest}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** Fluent's two types for this mean the same and do not fit under exactOptionalPropertyTypes. */
function menuButton(trigger: MenuTriggerChildProps): NonNullable<SplitButtonProps['menuButton']> {
  const props = { ...trigger, 'aria-label': words.selection.copyMore }
  return props as NonNullable<SplitButtonProps['menuButton']>
}

function useCopyCommands(repository: string, tags: readonly Tag[], host = '') {
  const notices = useNotices()
  return async (by: 'tag' | 'digest') => {
    const commands = tags.map((tag) =>
      pullCommand({ host, repository, reference: tag[by], kind: tag.kind }),
    )
    if (await copyText(commands.join('\n')))
      return notices.done(words.selection.copied(tags.length))
    notices.failed(strings.parts.copy, { message: strings.parts.copyFailed })
  }
}
