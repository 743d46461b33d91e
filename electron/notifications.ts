import type { Activity } from '../server/control/activity-contract.ts'
import type { RegistryStatus } from '../server/control/registry-contract.ts'
import type { DesktopSettingsFile } from './desktop-settings.ts'
import type { Electron } from './electron.ts'
import { graveWarning } from './grave-warning.ts'
import type { DesktopHost } from './host.ts'
import { followEnds, newsOf } from './sync-notifications.ts'
import type { WindowKeeper } from './window.ts'

export interface NotificationParts {
  readonly host: Pick<DesktopHost, 'events' | 'dispatch'>
  readonly settings: DesktopSettingsFile
  readonly window: Pick<WindowKeeper, 'show'>
}

/** Pushes that come within this many milliseconds of one told are not told of: one is news, ten are noise. */
const QUIET_AFTER = 5_000

/** Tells of pushes, problems and syncs, as far as somebody wants that. */
export function startNotifications(electron: Electron, parts: NotificationParts): void {
  const { host, settings, window } = parts
  let lastPush = -Infinity
  let problem: string | undefined

  function show(title: string, body: string, path: string): void {
    if (!electron.Notification.isSupported()) return
    const notification = new electron.Notification({ title, body })
    notification.on('click', () => window.show(path))
    notification.show()
  }

  function onActivity({ action, repository, tag, digest }: Activity): void {
    if (action !== 'push' || !settings.now.notifyPushes) return
    const isSoon = Date.now() - lastPush < QUIET_AFTER
    lastPush = Date.now()
    if (isSoon) return
    const name =
      tag === undefined ? `${repository}@${digest?.slice(0, 19)}` : `${repository}:${tag}`
    show('Push received', name, `images/${repository}`)
  }

  function onStatus(status: RegistryStatus): void {
    const grave = graveWarning(status)
    const now = grave && `${grave.text} ${grave.hint}`
    const isNew = now !== undefined && now !== problem
    problem = now
    if (isNew && settings.now.notifyProblems) show('Berth needs a hand', now, '')
  }

  if (settings.trouble !== undefined) {
    show('Berth starts with the settings of a new one', settings.trouble, 'settings')
  }
  followEnds(host, (run) => {
    const news = settings.now.notifySyncs ? newsOf(run) : undefined
    if (news) show(news.title, news.body, news.path)
  })
  host.events.subscribe(({ event }) => {
    if (event.type === 'activity') onActivity(event.activity)
    if (event.type === 'status') onStatus(event.status)
  })
}
