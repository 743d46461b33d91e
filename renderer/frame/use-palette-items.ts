import { useDeferredValue } from 'react'
import { useNotices } from '../components/notices.tsx'
import { copyText } from '../components/copy-text.ts'
import { useMethod } from '../control.tsx'
import { pullCommand, pushCommand, tagCommand } from '../commands.ts'
import { navigate } from '../router.ts'
import { strings } from '../strings.ts'
import { chooseTheme, THEME_CHOICES } from '../theme-choice.ts'
import { useLogOut } from './account.tsx'
import { useIsClosed } from './closed-pages.tsx'
import { PAGES } from './navigation.tsx'
import { matching, type PaletteItem } from './palette-items.ts'

/** Repositories that are offered at once. */
const MOST_REPOSITORIES = 8

/** What the palette offers for what was typed. */
export function usePaletteItems(typed: string): readonly PaletteItem[] {
  const repositories = useRepositories(typed)
  const commands = useCommands()
  const isClosed = useIsClosed()
  const pages = PAGES.filter(({ page }) => !isClosed(page)).map(({ page }) => ({
    id: page,
    group: 'pages' as const,
    label: strings.navigation[page],
    run: () => navigate({ page }),
  }))
  return matching([...pages, ...repositories, ...commands], typed)
}

function useRepositories(typed: string): readonly PaletteItem[] {
  const search = useDeferredValue(typed.trim())
  const found = useMethod(
    'repositories.list',
    { search, sort: 'name', offset: 0, limit: MOST_REPOSITORIES },
    { enabled: search !== '', keep: true },
  ).data
  if (search === '' || !found) return []
  return found.items.map(({ name }) => ({
    id: `repository ${name}`,
    group: 'repositories',
    label: name,
    run: () => navigate({ page: 'repository', repository: name }),
  }))
}

function useCommands(): readonly PaletteItem[] {
  const copy = useCopyItem()
  const host = useMethod('registry.status', undefined).data?.pushHost
  const logOut = useLogOut()
  const isClosed = useIsClosed()
  return [
    ...(isClosed('import')
      ? []
      : [
          {
            id: 'import',
            group: 'commands' as const,
            label: strings.palette.import,
            run: () => navigate({ page: 'import' }),
          },
        ]),
    ...(host === undefined
      ? []
      : [
          copy('copy address', strings.palette.copyAddress, host),
          ...[tagCommand(host), pushCommand(host), pullCommand(host)].map((command) =>
            copy(command, strings.palette.copyCommand(command), command),
          ),
        ]),
    {
      id: 'compare',
      group: 'commands',
      label: strings.palette.compare,
      run: () => navigate({ page: 'compare' }),
    },
    ...THEME_CHOICES.map((name) => ({
      id: `theme ${name}`,
      group: 'commands' as const,
      label: strings.palette.theme(strings.theme[name]),
      run: () => chooseTheme(name),
    })),
    ...(logOut
      ? [{ id: 'log out', group: 'commands' as const, label: strings.palette.logOut, run: logOut }]
      : []),
  ]
}

function useCopyItem(): (id: string, label: string, text: string) => PaletteItem {
  const notices = useNotices()
  const copy = async (text: string) => {
    if (await copyText(text)) notices.done(strings.parts.copied)
    else notices.failed(strings.parts.copy, { message: strings.parts.copyFailed })
  }
  return (id, label, text) => ({ id, group: 'commands', label, run: () => void copy(text) })
}
