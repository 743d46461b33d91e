import pkg from '../../package.json' with { type: 'json' }
import type { Config } from '../config/config.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig } from '../config/load.ts'
import type { DoctorFinding, DoctorResult } from '../control/doctor-contract.ts'
import { runCheck } from '../doctor/doctor.ts'
import { openReach, type Reach } from '../doctor/reach.ts'
import { resultText } from '../doctor/report.ts'
import { standardChecks } from '../doctor/standard-checks.ts'
import { openEngines, type OpenEngines } from '../engines/engines.ts'
import { hereAround } from '../engines/surroundings.ts'
import { keepSecrets, type SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { openable } from '../storage-setup/openable.ts'
import { openStorage } from '../storage/open.ts'
import { pushHost, storagePlace } from '../whereabouts.ts'
import { parseCommandLine, UsageError, type Command, type CommandIo } from './command.ts'
import { originOf } from './origin.ts'

/** `berth doctor`: what is well, what is not, and what to do about it. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Look for what keeps Berth or Docker from working.',
  usage: `Usage: berth doctor [options] [CONFIG.yml]

Looks at the configuration, the port, each container engine of this machine (Docker, Podman, containerd:
has it pull a probe image from this registry), storage, disk space, where secrets are kept, and the clock,
and says what to do where something is wrong. It works while Berth runs and while it does not, and changes
nothing.

Options:
  --json            print the results as JSON
  -h, --help        show this text

Exit codes: 0 all is well, 1 there is a problem, 2 wrong usage or configuration.
`,
  run,
}

async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  if (positionals.length > 1) throw new UsageError('berth doctor takes one configuration file')
  const { config, warnings } = loadConfig(originOf(positionals[0], {}, io))
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, io.env), env: io.env })
  const reach = await openReach(config, secrets)
  const engines = enginesFor(config, reach, io)
  try {
    const checks = await standardChecks({
      config,
      secrets,
      engines: reach.openProbe ? engines : { ...engines, list: async () => [] },
      port: async () => [reach.finding],
      storage: () => lookAtStorage(config, secrets),
      warnings: async () => warnings.map((text) => ({ state: 'note', text })),
    })
    const results: DoctorResult[] = []
    for (const check of checks) {
      const result = await runCheck(check)
      results.push(result)
      if (!values.json) io.stdout.write(`${resultText(result)}\n`)
    }
    if (values.json)
      io.stdout.write(`${JSON.stringify({ berth: pkg.version, results }, undefined, 2)}\n`)
    return results.some(({ state }) => state === 'problem') ? 1 : 0
  } finally {
    secrets.close()
    engines.close()
    await reach.close()
  }
}

function enginesFor(config: Config, { urls, openProbe }: Reach, { env }: CommandIo): OpenEngines {
  const { tls, host } = config.http
  return openEngines({
    registry: {
      host: pushHost(config, urls),
      isLocal: !host,
      hasUsers: config.auth.htpasswd !== undefined,
      ...(tls && { certificate: tls.certificate }),
      openProbe: openProbe ?? unreachable,
    },
    around: { ...hereAround(), env },
    log: { warn: () => undefined },
  })
}

function unreachable(): never {
  throw new Error('another program has the port of the registry')
}

async function lookAtStorage(
  config: Config,
  secrets: SecretsKeeper,
): Promise<readonly DoctorFinding[]> {
  const { driver } = config.storage
  if (driver.kind === 'inmemory') {
    return [{ state: 'note', text: 'Images are kept in memory, and are gone when Berth ends.' }]
  }
  const storage = await openStorage(await openable(driver, secrets))
  try {
    await storage.driver.stat('docker/registry/v2')
    return [{ state: 'ok', text: `Images lie in ${storagePlace(driver)}, which answers.` }]
  } finally {
    await storage.close()
  }
}
