import pkg from '../../package.json' with { type: 'json' }
import type { Config } from '../config/config.ts'
import type { RunningServer } from '../index.ts'
import type { RunningConsole } from '../serve-console.ts'
import { pushHost, storagePlace } from '../whereabouts.ts'

/** What `berth serve` says once it serves. */
export function banner(config: Config, server: RunningServer): string {
  const image = `${pushHost(config, server.urls)}/hello`
  return `Berth ${pkg.version} is running.

${facts(config, server)}
Push your first image:

  docker tag busybox ${image}
  docker push ${image}

Stop with Ctrl+C.

`
}

/** What it says once it serves again. */
export function restartedBanner(config: Config, server: RunningServer): string {
  return `Berth was restarted.\n\n${facts(config, server)}\n`
}

/** A link opens the console once; whoever used it, or lost it, finds the next one here. */
export function nextLink(link: string): string {
  return `The console was opened. Its next link:\n\n  console      ${link}\n\n`
}

function facts(config: Config, { urls, console }: RunningServer): string {
  return `  listening on ${urls.join(' and ')}
  console      ${showConsole(console)}
  images in    ${storagePlace(config.storage.driver)}
  login        ${config.auth.htpasswd ? `users in ${config.auth.htpasswd.path}` : 'none needed'}
`
}

function showConsole(console: RunningConsole | undefined): string {
  if (!console) return 'switched off by console.enabled'
  if (!console.isClosed) return console.link
  return 'closed: the network reaches it and there is no login; see auth.htpasswd'
}
