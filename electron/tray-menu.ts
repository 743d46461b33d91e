import type { MenuItemConstructorOptions } from 'electron'
import type { Activity } from '../server/control/activity-contract.ts'
import type { RegistryStatus } from '../server/control/registry-contract.ts'
import { graveWarning } from './grave-warning.ts'

/** What the icon says at a glance. */
export type TrayState = 'running' | 'stopped' | 'busy' | 'problem'

/** What the tray knows. */
export interface TrayView {
  readonly status?: RegistryStatus
  readonly isMoving: boolean
  /** The newest first, `RECENT_PUSHES` at most. */
  readonly pushes: readonly Activity[]
  readonly startsAtLogin: boolean
  /** Registries that are to be level; none: there is nothing to sync. */
  readonly syncs: number
  /** A sync is under way. */
  readonly isSyncing: boolean
}

/** What its menu can do. */
export interface TrayDeeds {
  readonly start: () => void
  readonly stop: () => void
  /** Brings all of them level. */
  readonly sync: () => void
  readonly copy: (text: string) => void
  readonly show: (path?: string) => void
  readonly startAtLogin: (on: boolean) => void
  readonly quit: () => void
}

export function trayState({ status, isMoving, isSyncing }: TrayView): TrayState {
  if (!status) return 'stopped'
  if (graveWarning(status)) return 'problem'
  if (status.state === 'stopped') return 'stopped'
  return isMoving || isSyncing || status.state === 'stopping' ? 'busy' : 'running'
}

const WORDS: Readonly<Record<RegistryStatus['state'], string>> = {
  running: 'Running',
  stopping: 'Stopping',
  stopped: 'Stopped',
  'storage-away': 'Storage is away',
}

/** One line, for the menu and for the pointer over the icon. */
export function trayTitle({ status }: TrayView): string {
  if (!status) return 'Starting'
  const word = WORDS[status.state]
  const isServing = status.state === 'running' && status.pushHost !== ''
  return isServing ? `${word} at ${status.pushHost}` : word
}

/** Pushes that the menu offers again. */
export const RECENT_PUSHES = 5

export function trayMenu(view: TrayView, deeds: TrayDeeds): MenuItemConstructorOptions[] {
  const { status, pushes, startsAtLogin, syncs, isSyncing } = view
  const isStopped = status?.state === 'stopped'
  return [
    { label: trayTitle(view), enabled: false },
    isStopped
      ? { label: 'Start', click: deeds.start }
      : { label: 'Stop', enabled: status?.state === 'running', click: deeds.stop },
    {
      label: 'Copy address',
      enabled: Boolean(status?.pushHost),
      click: () => deeds.copy(status?.pushHost ?? ''),
    },
    ...(syncs > 0 ? [syncNow(isSyncing, deeds)] : []),
    { type: 'separator' },
    { label: 'Open Berth', click: () => deeds.show() },
    { label: 'Recent pushes', submenu: recentPushes(status, pushes, deeds) },
    { label: 'Settings', click: () => deeds.show('settings') },
    {
      label: 'Start at login',
      type: 'checkbox',
      checked: startsAtLogin,
      click: ({ checked }) => deeds.startAtLogin(checked),
    },
    { type: 'separator' },
    { label: 'Quit', click: deeds.quit },
  ]
}

function syncNow(isSyncing: boolean, { sync }: TrayDeeds): MenuItemConstructorOptions {
  return { label: isSyncing ? 'Syncing' : 'Sync now', enabled: !isSyncing, click: sync }
}

function recentPushes(
  status: RegistryStatus | undefined,
  pushes: readonly Activity[],
  { copy }: TrayDeeds,
): MenuItemConstructorOptions[] {
  if (pushes.length === 0) return [{ label: 'Nothing was pushed yet', enabled: false }]
  return pushes.map(({ repository, tag, digest }) => {
    const name = tag === undefined ? `${repository}@${digest ?? ''}` : `${repository}:${tag}`
    return {
      label: shortened(name),
      toolTip: 'Copies the pull command',
      click: () => copy(`docker pull ${status?.pushHost ?? ''}/${name}`),
    }
  })
}

const shortened = (name: string): string => (name.length > 60 ? `…${name.slice(-59)}` : name)
