import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { FileChange, HostReach, RunningSettings } from '../control/host.ts'
import type { Reach } from '../control/reach-contract.ts'
import { isLoopbackOnly } from '../http/guard.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { forgetCertificate, keepNewCertificate, type KeptCertificate } from './kept-certificate.ts'
import { machineNames, type MachineNames } from './machine-names.ts'
import { showCertificate } from './shown-certificate.ts'

export interface ReachParts {
  /** For certificates that are made here. */
  readonly folder: string
  readonly settings: RunningSettings
  readonly secrets: SecretsKeeper
  /** What the registry was started with. */
  readonly atStart: Config
  /** A test's own. */
  readonly machine?: () => MachineNames
}

const KEYS = {
  addr: 'http.addr',
  certificate: 'http.tls.certificate',
  key: 'http.tls.key',
  secret: 'http.tls.keysecret',
} as const

/** Opens a registry to the network, and shuts it again, by what its file says. */
export function openReach(parts: ReachParts): HostReach {
  const { folder, settings, secrets, atStart, machine = machineNames } = parts

  async function get(): Promise<Reach> {
    const { http, auth } = settings.now
    const { names, addresses } = machine()
    const reachable = [...names, ...addresses].filter((name) => !isOwn(name))
    const port = portOf(settings.now)
    const certificate = http.tls && (await showCertificate(http.tls, reachable))
    const cannotMake = await whyNotKept(secrets)
    const fixedBy = Object.values(KEYS).map(settings.sourceOf).find(Boolean)
    return {
      isOpen: !isLoopbackOnly(http.listen),
      port,
      hosts: reachable.map((host) => `${host.includes(':') ? `[${host}]` : host}:${port}`),
      hasUsers: auth.htpasswd !== undefined,
      isBehindProxy: isBehindProxy(settings.now),
      ...(certificate && { certificate }),
      ...(cannotMake !== undefined && { cannotMake }),
      ...(fixedBy !== undefined && { fixedBy }),
      needsRestart: settings.list().needsRestart,
    }
  }

  /** What was made here before, and no running registry has. */
  async function change(changes: readonly FileChange[]): Promise<Reach> {
    const before = madeHere(settings.now)
    await settings.write(changes)
    const isUnused = before?.certificate !== madeHere(settings.now)?.certificate
    const isInUse = before?.certificate === madeHere(atStart)?.certificate
    if (before && isUnused && !isInUse) await forgetCertificate(before, await secrets.open())
    return await get()
  }

  async function makeOne(): Promise<readonly FileChange[]> {
    const why = await whyNotKept(secrets)
    if (why !== undefined) throw new ControlError('CONFLICT', why)
    const made = await keepNewCertificate(folder, await secrets.open(), machine())
    return [
      { key: KEYS.certificate, value: made.certificate },
      { key: KEYS.secret, value: made.keySecret },
      { key: KEYS.key },
    ]
  }

  async function tlsFor(how: Input<'reach.open'>): Promise<readonly FileChange[]> {
    switch (how.tls) {
      case 'made-here':
        return madeHere(settings.now) ? [] : await makeOne()
      case 'own':
        return await ownFiles(how)
      case 'proxy':
        if (isBehindProxy(settings.now)) return []
        throw new ControlError(
          'CONFLICT',
          'no proxy with TLS is in front: name its address in http.host of the file, or choose a certificate',
        )
    }
  }

  return {
    get,
    async open(how) {
      if (!settings.now.auth.htpasswd) {
        const message = 'others could reach it and nobody would have to log in: add a user first'
        throw new ControlError('CONFLICT', message)
      }
      return await change([...(await tlsFor(how)), { key: KEYS.addr, value: `:${how.port}` }])
    },
    close: () => {
      const plain = [{ key: KEYS.certificate }, { key: KEYS.secret }]
      const value = `localhost:${portOf(settings.now)}`
      return change([...(madeHere(settings.now) ? plain : []), { key: KEYS.addr, value }])
    },
    async renew() {
      if (madeHere(settings.now)) return await change(await makeOne())
      throw new ControlError('CONFLICT', 'Berth did not make the certificate that is in use')
    },
  }
}

const isOwn = (name: string): boolean =>
  name === 'localhost' || name === '::1' || name.startsWith('127.')

const isBehindProxy = ({ http }: Config): boolean => http.host?.protocol === 'https:' && !http.tls

function madeHere({ http: { tls } }: Config): KeptCertificate | undefined {
  if (tls?.keySecret === undefined) return undefined
  return { certificate: tls.certificate, keySecret: tls.keySecret }
}

function portOf({ http }: Config): number {
  const [first] = http.listen
  return first?.kind === 'tcp' ? first.port : 5000
}

async function whyNotKept(secrets: SecretsKeeper): Promise<string | undefined> {
  const { kind, notices } = (await secrets.open()).state
  if (kind !== 'memory') return undefined
  const told = notices.map(({ reason, remedy }) => `${reason} ${remedy}`).join(' ')
  return `The key of a certificate could only be kept until Berth stops. ${told}`.trim()
}

/** @throws ControlError INVALID_INPUT at the file that is not as it should be */
async function ownFiles({ certificate, key }: Input<'reach.open'>): Promise<readonly FileChange[]> {
  const leaf = await parsed('certificate', certificate, (text) => new X509Certificate(text))
  const secret = await parsed('key', key, createPrivateKey)
  if (!leaf.checkPrivateKey(secret)) {
    throw new ControlError('INVALID_INPUT', 'this is not the key of that certificate', 'key')
  }
  if (leaf.validToDate.getTime() < Date.now()) {
    throw new ControlError('INVALID_INPUT', 'the certificate has expired', 'certificate')
  }
  return [
    { key: KEYS.certificate, value: certificate },
    { key: KEYS.key, value: key },
    { key: KEYS.secret },
  ]
}

async function parsed<T>(
  field: 'certificate' | 'key',
  file: string | undefined,
  parse: (text: Buffer) => T,
): Promise<T> {
  const wrong = (message: string) => new ControlError('INVALID_INPUT', message, field)
  if (file === undefined || !isAbsolute(file)) throw wrong('name the whole path of a file')
  const text = await readFile(file).catch(() => {
    throw wrong('there is no such file, or this user may not read it')
  })
  try {
    return parse(text)
  } catch {
    throw wrong(
      `the file holds no ${field === 'key' ? 'private key without a passphrase' : 'certificate'} in PEM`,
    )
  }
}
