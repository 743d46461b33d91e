import { readFile } from 'node:fs/promises'
import type { Engine, EngineOutcome, Remedy } from '../control/engines-contract.ts'
import { insecureRegistryConf, withInsecureRegistry } from './daemon-json.ts'
import { engineFiles } from './engine-files.ts'
import type { FoundEngine } from './find-engines.ts'
import { mayWrite, targetOf } from './mend-files.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { Surroundings } from './surroundings.ts'

export interface Trouble {
  readonly outcome: EngineOutcome
  readonly engine: FoundEngine
  readonly facts: Pick<Engine, 'kind' | 'isRootless'>
  readonly registry: RegistryToReach
  readonly around: Surroundings
}

/** The ways out of it, the best first. */
export async function remediesFor(trouble: Trouble): Promise<readonly Remedy[]> {
  const { engine, registry } = trouble
  switch (trouble.outcome) {
    case 'refused':
    case 'unreachable':
    case 'timed-out':
      return engine.api && registry.isLocal ? [relay(registry.host)] : []
    case 'wants-https':
      return present(await insecure(trouble))
    case 'untrusted-certificate':
      return present(await certificate(trouble), await insecure(trouble))
    default:
      return []
  }
}

const present = (...remedies: (Remedy | undefined)[]): readonly Remedy[] =>
  remedies.filter((remedy) => remedy !== undefined)

function relay(host: string): Remedy {
  return {
    kind: 'relay',
    title: 'Start a relay',
    text: `A small container in the engine listens at ${host} there, on its localhost alone, and hands what comes on to Berth. Nothing else is opened. It ends with Berth, and comes back with it. It needs the image busybox, which the engine fetches unless it has it.`,
    canDo: true,
    steps: [],
  }
}

/** To speak http with it. */
async function insecure({ engine, facts, registry, around }: Trouble): Promise<Remedy | undefined> {
  const { host } = registry
  const files = engineFiles(engine, facts, around)
  const { daemonJson, registriesConf, areElsewhere } = files
  if (registriesConf) {
    return {
      kind: 'registries.conf',
      title: 'Let Podman speak http with it',
      text: 'Podman wants https of every registry, on this machine too, unless its settings say otherwise.',
      canDo: !areElsewhere && (await mayWrite(registriesConf)),
      steps: [
        {
          text: areElsewhere
            ? `In the machine (“podman machine ssh”), write to ${registriesConf}:`
            : `Write to ${registriesConf}:`,
          code: insecureRegistryConf(host),
        },
        {
          text: 'Or say so each time:',
          code: `podman push --tls-verify=false ${host}/NAME`,
        },
      ],
    }
  }
  if (!daemonJson) return undefined
  const code = await merged(daemonJson, host)
  return {
    kind: 'insecure-registries',
    title: 'Let Docker speak http with it',
    text: 'Docker wants https of registries under other names than localhost, unless its settings name them.',
    canDo: !areElsewhere && (await mayWrite(daemonJson)),
    steps: [{ text: `Docker’s settings, ${daemonJson}, then say:`, code }, reload(facts, around)],
  }
}

async function merged(file: string, host: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  try {
    return withInsecureRegistry(text, host)
  } catch {
    return withInsecureRegistry(undefined, host)
  }
}

function reload(
  { kind, isRootless }: Trouble['facts'],
  { platform }: Surroundings,
): Remedy['steps'][number] {
  if (kind === 'docker-desktop' || platform !== 'linux') {
    return { text: 'Then restart it, in Docker Desktop by “Apply and restart”.' }
  }
  const command = isRootless ? 'systemctl --user reload docker' : 'sudo systemctl reload docker'
  return { text: 'Docker reads them anew with:', code: command }
}

/** To trust its certificate. */
async function certificate(trouble: Trouble): Promise<Remedy | undefined> {
  const { engine, facts, registry, around } = trouble
  if (registry.certificate === undefined) return undefined
  const files = engineFiles(engine, facts, around)
  const target = targetOf('certs.d', files, registry.host)
  if (target === undefined) return undefined
  const folder = target.slice(0, -'/ca.crt'.length)
  return {
    kind: 'certs.d',
    title: 'Let it trust the certificate',
    text: 'The engine then takes this registry’s certificate for this registry, and for no other.',
    canDo: !files.areElsewhere && (await mayWrite(target)),
    steps: [
      {
        text: files.areElsewhere ? 'In the engine’s machine:' : 'In a terminal:',
        code: `sudo mkdir -p ${folder}\nsudo cp ${registry.certificate} ${target}`,
      },
      ...(facts.kind === 'docker-desktop' ? [{ text: 'Then restart Docker Desktop.' }] : []),
    ],
  }
}
