import {
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { DarkThemeRegular } from '@fluentui/react-icons'
import { strings } from '../strings.ts'
import { chooseTheme, THEME_CHOICES, useThemeChoice } from '../theme-choice.ts'
import { useFootStyles } from './foot-styles.ts'

/** Light, dark, high contrast, or as the system has it. */
export function ThemeMenu() {
  const styles = useFootStyles()
  const choice = useThemeChoice()
  return (
    <Menu
      // Within the rail, so that readers find it where its button is.
      inline
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const next = THEME_CHOICES.find((known) => checkedItems.includes(known))
        if (next) chooseTheme(next)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          appearance="subtle"
          className={styles.button}
          icon={<DarkThemeRegular />}
          menuIcon={null}
        >
          <span className={styles.words}>{strings.theme.label}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {THEME_CHOICES.map((name) => (
            <MenuItemRadio key={name} name="theme" value={name}>
              {strings.theme[name]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
