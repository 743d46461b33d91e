import { join } from 'node:path'
import type { Engine } from '../control/engines-contract.ts'
import type { FoundEngine } from './find-engines.ts'
import type { Surroundings } from './surroundings.ts'

/** Where an engine keeps what it is told about registries. */
export interface EngineFiles {
  /** Docker's own settings; none for other engines. */
  readonly daemonJson?: string
  /** A file of our own among Podman's settings. */
  readonly registriesConf?: string
  /** The folder that has one for each registry. */
  readonly certs: string
  /** They lie inside a virtual machine: only a person gets there. */
  readonly areElsewhere: boolean
}

/** @returns the files of an engine, as its documentation names them */
export function engineFiles(
  { family }: FoundEngine,
  { kind, isRootless = false }: Pick<Engine, 'kind' | 'isRootless'>,
  { platform, home, root = '' }: Surroundings,
): EngineFiles {
  const isLinux = platform === 'linux'
  if (kind === 'docker-desktop') {
    const folder = join(home, '.docker')
    // Docker Desktop reads them into its machine when it starts.
    return {
      daemonJson: join(folder, 'daemon.json'),
      certs: join(folder, 'certs.d'),
      areElsewhere: false,
    }
  }
  const own = join(home, '.config')
  if (kind === 'podman' || family === 'podman') {
    const folder = isRootless && isLinux ? join(own, 'containers') : `${root}/etc/containers`
    return {
      registriesConf: `${folder}/registries.conf.d/berth.conf`,
      certs: `${folder}/certs.d`,
      areElsewhere: !isLinux,
    }
  }
  if (family === 'containerd') {
    return { certs: `${root}/etc/containerd/certs.d`, areElsewhere: !isLinux }
  }
  const folder = isRootless && isLinux ? join(own, 'docker') : `${root}/etc/docker`
  return {
    daemonJson: `${folder}/daemon.json`,
    certs: `${folder}/certs.d`,
    areElsewhere: !isLinux,
  }
}
