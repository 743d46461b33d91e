import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { announced } from './announcement.ts'
import { createContainer } from './azure-container.ts'
import type { AzureAccount, OpenContainer } from './azure-container.ts'
import { waitUntilSaved } from './azurite-saves.ts'
import type { Certificate } from './certificate.ts'
import { kill, spawnTethered, stop } from './child.ts'
import { temporaryFolder } from './folder.ts'
import { startOnPort } from './port.ts'

/** How an Azurite is started. */
export interface AzuriteOptions {
  /** Without it a free port is taken. */
  readonly port?: number
  /** Where it keeps its account; without it in a new folder that goes when it is disposed of. */
  readonly folder?: string
  /** Of its account, instead of the one in Microsoft's manual. */
  readonly accountKey?: string
  /** With it the account speaks HTTPS, and then takes tokens of Microsoft Entra beside its key. */
  readonly certificate?: Certificate
}

/** An account in which a test can have containers. */
export interface AzureService extends AzureAccount {
  /** Makes a new one. */
  readonly container: (name?: string) => Promise<OpenContainer>
}

/** Microsoft's emulator of Azure Blob storage in a process of its own. Disposing of it kills it. */
export interface Azurite extends AzureService, AsyncDisposable {
  readonly port: number
  readonly folder: string
  /** Resolves when all that it has acknowledged by now would outlive `kill`. */
  readonly saved: () => Promise<void>
  /** Its connections stay open and nothing is answered any more, until `thaw` or its end. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Ends it with SIGTERM: it cuts its connections off and saves what it acknowledged. */
  readonly stop: () => Promise<void>
  /** Ends it with SIGKILL: what it acknowledged in the last seconds may be lost. */
  readonly kill: () => Promise<void>
}

/** The one account that Azurite has unless told otherwise; its key is in Microsoft's manual. */
const ACCOUNT = {
  accountName: 'devstoreaccount1',
  accountKey:
    'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
}

const PROGRAM = join(import.meta.dirname, '../../node_modules/azurite/dist/src/blob/main.js')
const PORT_TAKEN = /EADDRINUSE/

/**
 * Starts Azurite and waits until it says that it listens. One that was stopped or killed goes on
 * where its folder and its port are given again.
 *
 * @throws Error with its output when it ends first, or says nothing for 30 s.
 */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = options.folder ?? cleanUp.use(await temporaryFolder('azurite')).path
  return await startOnPort(options.port, PORT_TAKEN, async (port) => {
    const child = spawnAzurite(folder, port, options)
    cleanUp.defer(() => kill(child))
    await announced(child, 'Azurite', /successfully listens/)
    return running(child, port, folder, options, cleanUp.move())
  })
}

function spawnAzurite(
  folder: string,
  port: number,
  { certificate, accountKey }: AzuriteOptions,
): ChildProcess {
  // The SDK may speak a newer version of the protocol than the emulator has heard of.
  const quiet = ['--silent', '--disableTelemetry', '--skipApiVersionCheck']
  const place = ['--location', folder, '--blobHost', '127.0.0.1', '--blobPort', String(port)]
  const tls = certificate
    ? ['--cert', certificate.certificate, '--key', certificate.key, '--oauth', 'basic']
    : []
  const args = [PROGRAM, ...quiet, ...place, ...tls]
  const { accountName } = ACCOUNT
  const accounts = accountKey && { AZURITE_ACCOUNTS: `${accountName}:${accountKey}` }
  return spawnTethered(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...accounts },
  })
}

function running(
  child: ChildProcess,
  port: number,
  folder: string,
  { certificate, accountKey = ACCOUNT.accountKey }: AzuriteOptions,
  cleanUp: AsyncDisposableStack,
): Azurite {
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/${ACCOUNT.accountName}`
  const account: AzureAccount = { ...ACCOUNT, accountKey, url }
  return {
    ...account,
    port,
    folder,
    container: (name) => createContainer(account, name),
    saved: async () => waitUntilSaved(folder, await createContainer(account)),
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    stop: () => stop(child),
    kill: () => kill(child),
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}
