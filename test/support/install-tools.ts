import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attempt } from './command.ts'
import type { Outcome } from './command.ts'
import { tool, toolNames } from './tool-table.ts'
import type { Tool } from './tool-table.ts'

/** Says a line to the person who runs the tests. */
type Say = (line: string) => void

/** Where packages put what systemd starts. */
const UNITS = '/lib/systemd/system'

const APT_GET = '/usr/bin/apt-get'
const PATIENCE = 15 * 60_000

/** What invoke-rc.d asks before a package starts its service; 101 forbids it. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Installs the tools that suites need and that are not here, on Debian as root; elsewhere it says
 * which are missing. What cannot be installed is no error: its suites are skipped, or fail in CI.
 */
export async function installMissingTools(say: Say): Promise<void> {
  const missing = toolNames()
    .map((name) => tool(name))
    .filter(({ missing, debianPackages }) => debianPackages.length > 0 && missing() !== undefined)
  if (missing.length === 0) return
  const can = canInstall()
  say(can ? 'Installing with apt-get what the suites need:' : 'Suites will miss these tools:')
  for (const { missing: why, remedy } of missing) say(`  ${remedy}  (${why()})`)
  if (can) await withoutServices(() => installAll(missing, say))
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync(APT_GET)
}

async function installAll(tools: readonly Tool[], say: Say): Promise<void> {
  say('apt-get update …')
  const updated = await aptGet('update')
  if (updated.code !== 0) say(`apt-get update failed:\n${updated.stderr.trim()}`)
  for (const wanted of tools) await install(wanted, say)
}

async function install({ missing, debianPackages, services }: Tool, say: Say): Promise<void> {
  const fresh = services.filter((service) => !existsSync(join(UNITS, service)))
  for (const name of debianPackages) {
    if (missing() === undefined) break
    const begun = Date.now()
    say(`apt-get install ${name} …`)
    const { code, stderr } = await aptGet('install', '--no-install-recommends', name)
    const took = `${((Date.now() - begun) / 1000).toFixed(0)} s`
    say(code === 0 ? `  done in ${took}` : `  failed after ${took}:\n${stderr.trim()}`)
  }
  const started = fresh.filter((service) => existsSync(join(UNITS, service)))
  if (started.length > 0 && existsSync('/run/systemd/system')) {
    await attempt('systemctl', ['disable', '--quiet', ...started])
  }
}

async function aptGet(...args: readonly string[]): Promise<Outcome> {
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  const env = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' }
  return attempt(APT_GET, ['-q', '-y', ...patient, ...args], { env, patience: PATIENCE })
}

function interrupted(): never {
  process.exit(130)
}

/** Keeps the packages from starting their services, which would take ports of this machine. */
async function withoutServices(act: () => Promise<void>): Promise<void> {
  if (existsSync(SERVICE_POLICY)) return act()
  const restore = () => rmSync(SERVICE_POLICY, { force: true })
  process.once('exit', restore)
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  await act().finally(restore)
  process.off('exit', restore)
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
}
