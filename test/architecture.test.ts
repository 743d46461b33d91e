import { globSync, readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsIn, ownImports, ringIn, type Import } from './support/imports.ts'

/** What the composition of a server puts together. */
const SERVER = [
  'server/console.ts',
  'type server/console/parts.ts',
  'server/front.ts',
  'server/open-doors.ts',
  'server/open-registry.ts',
  'server/registry-host.ts',
  'server/storage-health.ts',
  'server/whereabouts.ts',
  'server/http/',
  'server/sync/',
  'server/registry/',
  'server/storage/',
  'server/storage-setup/openable.ts',
  'server/traffic/',
  'server/tls/read-tls.ts',
  'server/auth/',
  'server/purge-schedule.ts',
  'server/signals.ts',
  'server/collect-schedule.ts',
  'server/collect/',
  'type server/engines/surroundings.ts',
  'package.json',
  'type server/control/host.ts',
  'type server/control/sessions.ts',
  'type server/secrets/',
  'type server/config/config.ts',
  'type server/log.ts',
]

/** What the composition of the console puts together. */
const CONSOLE = [
  'server/announced-deeds.ts',
  'server/carry/',
  'server/collect/desk.ts',
  'type server/collect/care.ts',
  'server/control/',
  'server/contents/contents.ts',
  'server/doctor/',
  'server/engines/',
  'server/library/library.ts',
  'server/people/people.ts',
  'server/sync-targets/',
  'server/oci/digest.ts',
  'server/traffic/',
  'server/storage-setup/storage-setup.ts',
  'server/http/guard.ts',
  'type server/http/probes.ts',
  'server/storage/disk.ts',
  'server/whereabouts.ts',
  'package.json',
  'type server/storage/driver.ts',
  'type server/registry/registry.ts',
  'type server/open-doors.ts',
  'type server/secrets/',
  'type server/config/config.ts',
  'type server/log.ts',
]

/**
 * Who may import whom. A row is a file or a folder (the longest that fits counts); what it lists it
 * may import, and a folder also itself. `type …` allows only what is gone when the program runs.
 *
 *     cli, electron ─▶ index ─▶ http, control, sync ─▶ registry ─▶ storage
 *                        │              └──────────────────┴─▶ oci
 *                        └─▶ console ─▶ control, library, traffic
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // The grammar of the protocol: knows nobody.
  'server/oci/': [],
  // Bytes and paths: does not even know what a digest is.
  'server/storage/': [
    'server/give-back.ts',
    'server/worker-thread.ts',
    'server/worker-answers.ts',
    'type server/config/config.ts',
    'type server/config/azure-config.ts',
  ],
  // The protocol's meaning, on any storage: only the interface, no driver.
  'server/registry/': ['server/storage/driver.ts', 'server/oci/'],
  // Ways in from outside. None knows another.
  'server/http/': [
    'server/give-back.ts',
    'server/registry/',
    'server/storage/driver.ts',
    'server/oci/',
    'server/auth/',
    'type server/collect/care.ts',
    'type server/traffic/witness.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  // It speaks HTTP too, to browsers: what every door needs it has from there.
  'server/control/': [
    'server/storage/driver.ts',
    'server/oci/',
    'server/http/body.ts',
    'server/http/guard.ts',
    'server/http/location.ts',
    'server/http/remote-address.ts',
    'server/whereabouts.ts',
    'type server/auth/access.ts',
    'type server/auth/authenticator.ts',
    'type server/traffic/traffic.ts',
    'type server/config/config.ts',
    'type server/config/azure-config.ts',
    'type server/log.ts',
    'type server/log-ring.ts',
  ],
  // What moves, and what has: told by others, knows none of them.
  'server/traffic/': ['server/database-file.ts', 'type server/oci/', 'type server/log.ts'],
  // Tells others elsewhere what happens.
  'server/notifications/': [
    'package.json',
    'server/database-file.ts',
    'type server/traffic/witness.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  // Who changed what, in a file.
  'server/audit/': [
    'type server/collect/care-watcher.ts',
    'type server/traffic/witness.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/traces/': [
    'package.json',
    'type server/http/request-watcher.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/metrics/': [
    'package.json',
    'type server/collect/',
    'server/storage/driver.ts',
    'type server/http/request-watcher.ts',
    'type server/traffic/witness.ts',
  ],
  // What the registry holds, for the console.
  'server/library/': [
    'server/database-file.ts',
    'server/registry/',
    'server/storage/driver.ts',
    'server/oci/',
    'server/control/control-error.ts',
    'type server/control/contract.ts',
    'type server/control/registry-contract.ts',
    'type server/control/repositories-contract.ts',
    'type server/control/images-contract.ts',
    'type server/log.ts',
  ],
  // What lies inside images, for the console too.
  'server/contents/': [
    'server/database-file.ts',
    'server/give-back.ts',
    'server/library/',
    'server/registry/',
    'server/storage/driver.ts',
    'server/storage/slots.ts',
    'server/tar/',
    'server/oci/',
    'server/worker-thread.ts',
    'server/worker-answers.ts',
    'server/control/control-error.ts',
    'type server/control/contract.ts',
    'type server/control/images-contract.ts',
    'type server/control/contents-contract.ts',
    'type server/log.ts',
  ],
  // What nothing needs, what is broken, and what takes how much.
  'server/collect/': [
    'server/registry/',
    'server/storage/driver.ts',
    'server/oci/',
    'server/control/control-error.ts',
    'type server/control/care.ts',
    'type server/control/care-contract.ts',
  ],
  'server/sync/': [
    'server/database-file.ts',
    'server/registry/',
    'server/storage/driver.ts',
    'server/storage/slots.ts',
    'server/oci/',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  // Other registries, for the console and for commands.
  'server/remotes/': [
    'server/sync/',
    'server/oci/',
    'server/rewrite-file.ts',
    'server/control/control-error.ts',
    'server/control/remotes-contract.ts',
    'server/secrets/secrets-error.ts',
    'type server/control/remotes.ts',
    'type server/secrets/',
  ],
  // Which registries are to be level, and when: on top of all that moves images.
  'server/sync-targets/': [
    'server/sync/',
    'server/remotes/remote-address.ts',
    'server/oci/',
    'server/rewrite-file.ts',
    'server/control/control-error.ts',
    'type server/control/sync.ts',
    'type server/control/sync-contract.ts',
    'type server/control/sync-plan-contract.ts',
    'type server/control/sync-run-contract.ts',
    'type server/registry/registry.ts',
    'type server/log.ts',
  ],
  // Archives, whatever is in them.
  'server/tar/': [],
  // Images as files.
  'server/carry/': [
    'server/sync/',
    'server/tar/',
    'server/registry/',
    'server/oci/',
    'server/library/describe.ts',
    'server/library/json.ts',
    'server/library/known.ts',
    'server/library/names.ts',
    'server/control/control-error.ts',
    'server/control/failure.ts',
    'type server/control/carry.ts',
    'type server/control/carry-contract.ts',
    'type server/control/repositories-contract.ts',
    'type server/control/contract.ts',
    'type server/log.ts',
  ],
  // Container engines on this machine: knows the registry only as what they are to reach.
  'server/engines/': [
    'server/rewrite-file.ts',
    'server/config/redact.ts',
    'server/control/control-error.ts',
    'type server/control/engines.ts',
    'type server/control/engines-contract.ts',
  ],
  // Looks at everything that a registry depends on.
  'server/doctor/': [
    'server/tls/read-tls.ts',
    'server/http/listen.ts',
    'server/http/probes.ts',
    'server/port-holder.ts',
    'server/whereabouts.ts',
    'server/config/redact.ts',
    'server/control/control-error.ts',
    'type server/engines/registry-to-reach.ts',
    'type server/secrets/secrets-keeper.ts',
    'type server/control/doctor.ts',
    'type server/control/doctor-contract.ts',
    'type server/control/engines.ts',
    'type server/control/engines-contract.ts',
    'type server/config/config.ts',
    'type server/log-ring.ts',
  ],
  // Tools of the hosts: each stands alone.
  'server/secrets/': ['server/entry-file.ts', 'server/rewrite-file.ts'],
  // Where images live: looks, tries and chooses.
  'server/storage-setup/': [
    'server/config/',
    'server/secrets/',
    'server/storage/',
    'server/control/control-error.ts',
    'type server/control/storage.ts',
    'type server/control/storage-contract.ts',
    'type server/control/host.ts',
  ],
  'server/settings/': [
    'server/config/',
    'server/control/control-error.ts',
    'server/http/guard.ts',
    'server/rewrite-file.ts',
    'type server/control/settings-contract.ts',
    'type server/control/storage.ts',
    'type server/control/host.ts',
  ],
  // Users and their rights, for the console.
  'server/people/': [
    'server/auth/',
    'server/rewrite-file.ts',
    'server/versioned-file.ts',
    'server/control/control-error.ts',
    'type server/control/host.ts',
    'type server/control/people.ts',
    'type server/control/people-contract.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/open-doors.ts': [
    'server/auth/',
    'server/people/last-used.ts',
    'server/storage/disk.ts',
    'type server/control/host.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/auth/': [
    'server/worker-thread.ts',
    'server/worker-answers.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/config/': [],
  'server/log.ts': [
    'server/log-outlet.ts',
    'server/log-ring.ts',
    'server/log-values.ts',
    'type server/config/config.ts',
  ],
  'server/log-outlet.ts': [],
  'server/log-ring.ts': ['type server/config/config.ts'],
  'server/log-values.ts': [],
  'server/port-holder.ts': ['server/port-listings.ts'],
  'server/port-listings.ts': [],
  'server/threads.ts': [],
  'server/entry-file.ts': [],
  'server/give-back.ts': [],
  'server/rewrite-file.ts': [],
  'server/versioned-file.ts': ['server/rewrite-file.ts', 'server/storage/slots.ts'],
  // Certificates, made here or not.
  'server/tls/': [
    'server/http/guard.ts',
    'server/control/control-error.ts',
    'type server/control/contract.ts',
    'type server/control/reach-contract.ts',
    'type server/control/host.ts',
    'type server/secrets/',
    'type server/config/config.ts',
  ],
  // How far setting up has come.
  'server/setup/': [
    'server/versioned-file.ts',
    'server/control/setup-contract.ts',
    'type server/control/contract.ts',
    'type server/control/host.ts',
    'type server/config/load.ts',
  ],
  'server/database-file.ts': [],
  'server/whereabouts.ts': ['type server/config/config.ts'],
  'server/worker-thread.ts': ['server/entry-file.ts'],
  'server/worker-answers.ts': ['type server/worker-thread.ts'],
  // Composition: puts the parts together, and is imported by hosts only.
  'server/purge-schedule.ts': [
    'server/registry/',
    'type server/storage/driver.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/collect-schedule.ts': [
    'server/collect/',
    'type server/storage/driver.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/storage-health.ts': [
    'server/storage/deadline.ts',
    'type server/storage/driver.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/front.ts': [],
  'server/open-registry.ts': [
    'server/registry/registry.ts',
    'type server/storage/driver.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/unserved.ts': [
    'server/open-registry.ts',
    'server/registry/registry.ts',
    'type server/storage/driver.ts',
    'server/storage/open.ts',
    'server/storage-setup/openable.ts',
    'type server/secrets/secrets-keeper.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/registry-host.ts': [
    'server/whereabouts.ts',
    'server/control/control-error.ts',
    'server/http/listen.ts',
    'type server/control/host.ts',
    'type server/http/gate.ts',
    'type server/storage-health.ts',
    'type server/config/config.ts',
  ],
  'server/announced-care.ts': [
    'type server/collect/care-watcher.ts',
    'type server/traffic/witness.ts',
    'type server/config/config.ts',
    'server/whereabouts.ts',
  ],
  'server/announced-deeds.ts': [
    'type server/oci/',
    'type server/registry/registry.ts',
    'type server/traffic/',
    'type server/config/config.ts',
    'server/whereabouts.ts',
  ],
  'server/console.ts': ['server/console/', ...CONSOLE],
  'server/console/': CONSOLE,
  // Composition of what is told to those outside.
  'server/signals.ts': [
    'server/announced-care.ts',
    'type server/collect/care.ts',
    'server/auth/observed-authenticator.ts',
    'server/audit/',
    'server/metrics/',
    'server/traces/',
    'server/notifications/',
    'server/http/debug.ts',
    'server/http/listen.ts',
    'type server/http/',
    'type server/storage-health.ts',
    'type server/storage/driver.ts',
    'type server/traffic/witness.ts',
    'type server/config/config.ts',
    'type server/log.ts',
  ],
  'server/index.ts': ['server/serve-console.ts', 'server/port.ts', ...SERVER],
  'server/serve-console.ts': SERVER,
  'server/port.ts': [
    'type server/config/config.ts',
    'type server/http/listen.ts',
    'type server/registry-host.ts',
  ],
  // Hosts.
  'server/commands/': [
    'server/audit/',
    'server/doctor/',
    'server/engines/',
    'server/storage/open.ts',
    'type server/control/doctor-contract.ts',
    'type server/control/host.ts',
    'server/control/control-error.ts',
    'server/control/sessions.ts',
    'server/index.ts',
    'type server/serve-console.ts',
    'server/unserved.ts',
    'server/storage-setup/openable.ts',
    'server/collect/',
    'server/carry/',
    'server/sync/',
    'server/oci/',
    'server/http/listen.ts',
    'server/settings/settings.ts',
    'server/setup/',
    'server/tls/reach.ts',
    'server/remotes/',
    'server/secrets/secrets-keeper.ts',
    'server/rewrite-file.ts',
    'server/storage/disk.ts',
    'server/storage/folder-lock.ts',
    'server/storage/slots.ts',
    'server/auth/',
    'server/config/',
    'server/log.ts',
    'server/log-ring.ts',
    'server/port-holder.ts',
    'server/whereabouts.ts',
    'package.json',
  ],
  'server/cli.ts': ['server/commands/run.ts', 'server/threads.ts'],
  'electron/': ['server/', 'package.json'],
  // The window runs in a browser: it shares words with the server, not code.
  'renderer/': [
    'type server/control/contract.ts',
    'type server/control/registry-contract.ts',
    'type server/control/repositories-contract.ts',
    'type server/control/images-contract.ts',
    'type server/control/activity-contract.ts',
    'type server/control/logs-contract.ts',
    'type server/control/audit-contract.ts',
    'type server/control/notifications-contract.ts',
    'type server/control/contents-contract.ts',
    'type server/control/care-contract.ts',
    'type server/control/carry-contract.ts',
    'type server/control/engines-contract.ts',
    'type server/control/doctor-contract.ts',
    'type server/control/people-contract.ts',
    'type server/control/settings-contract.ts',
    'type server/control/setup-contract.ts',
    'type server/control/reach-contract.ts',
    'type server/control/remotes-contract.ts',
    'type server/control/storage-contract.ts',
    'type server/control/sync-contract.ts',
    'type server/control/sync-plan-contract.ts',
    'type server/control/sync-run-contract.ts',
    'type electron/bridge.ts',
    'build/icons/',
  ],
}

const ROOT = resolve(import.meta.dirname, '..')
const FILES = globSync('{server,electron,renderer}/**/*.{ts,tsx}', { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()

const covers = (row: string, file: string): boolean =>
  row === file || (row.endsWith('/') && file.startsWith(row))

/** The row that counts for `file`. */
function rowOf(file: string): string | undefined {
  const rows = Object.keys(MAY_IMPORT).filter((row) => covers(row, file))
  return rows.toSorted((a, b) => b.length - a.length)[0]
}

function isAllowed(row: string, { target, typeOnly }: Import): boolean {
  if (covers(row, target)) return true
  return (MAY_IMPORT[row] ?? []).some((allowed) => {
    const [, type, path = ''] = /^(type )?(.*)$/.exec(allowed) ?? []
    return covers(path, target) && (typeOnly || type === undefined)
  })
}

/** Imports of `file` that its row does not allow. */
function forbiddenIn(file: string, text: string): readonly string[] {
  const row = rowOf(file)
  if (row === undefined) return [`${file} has no row in this test`]
  return ownImports(file, text)
    .filter((found) => !isAllowed(row, found))
    .map(({ target, typeOnly }) => `${file} must not import ${typeOnly ? 'type ' : ''}${target}`)
}

const textOf = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8')

test.each(FILES)('%s imports only what it may', (file) => {
  expect(forbiddenIn(file, textOf(file))).toStrictEqual([])
})

test('the grammar of the protocol does no I/O', () => {
  const targets = FILES.filter((file) => file.startsWith('server/oci/'))
    .flatMap((file) => importsIn(textOf(file)))
    .map(({ target }) => target)
    .filter((target) => !target.startsWith('.'))
  expect([...new Set(targets)]).toStrictEqual(['node:crypto'])
})

const loads = (file: string, target: string): boolean =>
  importsIn(textOf(file)).some(
    (found) => !found.typeOnly && posix.basename(found.target) === target,
  )

test('keytar, which can hang and crash, is loaded by no process but its own, of Node or of Electron', () => {
  expect(FILES.filter((file) => loads(file, 'keytar'))).toStrictEqual([
    'server/secrets/keychain-answers.ts',
  ])
  expect(FILES.filter((file) => loads(file, 'keychain-answers.ts'))).toStrictEqual([
    'electron/keychain-utility.ts',
    'server/secrets/keychain-child.ts',
  ])
})

test('no files import each other in a ring, not even for types', () => {
  const graph = FILES.map(
    (file) => [file, ownImports(file, textOf(file)).map(({ target }) => target)] as const,
  )
  expect(ringIn(new Map(graph))).toBeUndefined()
})

describe('this test sees', () => {
  test.each([
    ['server/oci/name.ts', `import { a } from '../registry/tags.ts'`, 1],
    ['server/oci/name.ts', `import { a } from './digest.ts'`, 0],
    ['server/storage/disk.ts', `import type { Digest } from '../oci/digest.ts'`, 1],
    ['server/registry/tags.ts', `import { openDisk } from '../storage/disk.ts'`, 1],
    ['server/registry/tags.ts', `const a = import('../http/app.ts')`, 1],
    ['server/http/app.ts', `import { loadConfig } from '../config/config.ts'`, 1],
    ['server/http/app.ts', `import type { Config } from '../config/config.ts'`, 0],
    ['server/http/app.ts', `import { startServer } from '../index.ts'`, 1],
    ['server/http/app.ts', `import { a } from '../control/service.ts'`, 1],
    ['server/config/load.ts', `import type { Log } from '../log.ts'`, 1],
    ['server/new/file.ts', '', 1],
    ['renderer/main.tsx', `import type { A } from '../server/control/contract.ts'`, 0],
    ['renderer/main.tsx', `import { a } from '../server/control/contract.ts'`, 1],
    ['renderer/main.tsx', `import type { A } from '../server/control/service.ts'`, 1],
  ])('%s with %j', (file, text, count) => {
    expect(forbiddenIn(file, text)).toHaveLength(count)
  })
})
