import {
  Button,
  makeStyles,
  Menu,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from '@fluentui/react-components'
import { ArrowExportRegular } from '@fluentui/react-icons'
import type { Image } from '../../../server/control/images-contract.ts'
import { useControl } from '../../control.tsx'
import { useQueryWord } from '../../router.ts'
import { image as words } from '../../strings/image.ts'
import { exportForms } from './export-forms.ts'
import { chosenPlatform } from './platform-choice.ts'

const useStyles = makeStyles({ popover: { zIndex: tokens.zIndexPopup } })

export interface ExportMenuProps {
  readonly image: Image
  readonly reference: string
}

/** The image as a file to keep: links, so that the browser itself saves the archive as it comes. */
export function ExportMenu({ image, reference }: ExportMenuProps) {
  const styles = useStyles()
  const control = useControl()
  const [word] = useQueryWord('platform')
  const { repository } = image
  return (
    <Menu inline positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowExportRegular />}>{words.export.button}</Button>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          {exportForms(image, chosenPlatform(image.platforms, word)).map(({ label, ...form }) => (
            <MenuItemLink
              key={label}
              href={control.download({ what: 'export', repository, reference, ...form })}
              download=""
            >
              {label}
            </MenuItemLink>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
