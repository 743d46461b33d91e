import { access, constants, copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ControlError } from '../control/control-error.ts'
import type { Engine, RemedyKind } from '../control/engines-contract.ts'
import { rewriteFile } from '../rewrite-file.ts'
import { insecureRegistryConf, withInsecureRegistry } from './daemon-json.ts'
import { engineFiles } from './engine-files.ts'
import type { FoundEngine } from './find-engines.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { Surroundings } from './surroundings.ts'

export type FileRemedy = Exclude<RemedyKind, 'relay'>

/**
 * Writes what makes an engine trust the registry into the engine's own files, as far as this user may.
 *
 * @throws ControlError FORBIDDEN where a person has to do it, UNAVAILABLE when it cannot be written
 */
export async function doByFile(
  engine: FoundEngine,
  facts: Pick<Engine, 'kind' | 'isRootless'>,
  remedy: FileRemedy,
  registry: RegistryToReach,
  around: Surroundings,
): Promise<void> {
  const files = engineFiles(engine, facts, around)
  const target = targetOf(remedy, files, registry.host)
  if (target === undefined || files.areElsewhere) {
    throw new ControlError('FORBIDDEN', 'Berth cannot do that for this engine: follow the steps')
  }
  try {
    await mkdir(dirname(target), { recursive: true })
    await write(remedy, target, registry)
  } catch (error) {
    if (error instanceof ControlError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new ControlError('UNAVAILABLE', message, undefined, { cause: error })
  }
}

async function write(
  remedy: FileRemedy,
  target: string,
  { host, certificate }: RegistryToReach,
): Promise<void> {
  switch (remedy) {
    case 'insecure-registries':
      return await rewriteFile(target, (old) =>
        Buffer.from(withInsecureRegistry(old?.toString(), host)),
      )
    case 'registries.conf':
      return await rewriteFile(target, () => Buffer.from(insecureRegistryConf(host)))
    case 'certs.d':
      if (certificate === undefined) {
        throw new ControlError('CONFLICT', 'this registry has no certificate of its own')
      }
      return await copyFile(certificate, target)
  }
}

/** The file that a remedy writes; undefined where the engine has none for it. */
export function targetOf(
  remedy: FileRemedy,
  { daemonJson, registriesConf, certs }: Omit<ReturnType<typeof engineFiles>, 'areElsewhere'>,
  host: string,
): string | undefined {
  if (remedy === 'insecure-registries') return daemonJson
  if (remedy === 'registries.conf') return registriesConf
  return join(certs, host, 'ca.crt')
}

/** Whether this user may make that file, or change it. */
export async function mayWrite(file: string): Promise<boolean> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const there = await access(folder).then(
      () => true,
      () => false,
    )
    if (!there && folder !== dirname(folder)) continue
    return await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    )
  }
}
