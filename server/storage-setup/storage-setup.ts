import { ControlError } from '../control/control-error.ts'
import type { StorageTest, StorageView } from '../control/storage-contract.ts'
import type { StorageSettings, StorageSetup } from '../control/storage.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { createSlots } from '../storage/slots.ts'
import { placeOf, type GivenPlace, type Place } from './azure-place.ts'
import { createChecks, type Checks } from './checks.ts'
import { azureChoice, refuseFailed, refuseFixed, refuseUnfit } from './choose.ts'
import { createContainer, listContainers } from './containers.ts'
import { accessTo, secretFor, type Access, type GivenAccess } from './credentials.ts'
import { isFor, loginFor, type Container, type KeptCredentialValue } from './kept-logins.ts'
import { lookAtFolder } from './look-at-folder.ts'
import { readPaste } from './read-paste.ts'
import { tryContainer } from './try-container.ts'
import { createSignIns, type SignIns } from './sign-ins.ts'
import { usable } from './usable.ts'
import { notKept, openVault, type Vault } from './vault.ts'
import { credentialViews, isSamePlace, placeView, useOf, type Uses } from './views.ts'

export interface StorageSetupParts {
  readonly settings: StorageSettings
  readonly secrets: SecretsKeeper
  /** Whether a registry was opened with what the settings were at the start. */
  readonly isRunning: boolean
}

interface Parts {
  readonly settings: StorageSettings
  readonly vault: Vault
  readonly checks: Checks
  readonly uses: () => Uses
  /** Containers whose credential was replaced since the registry was opened with it. */
  readonly replaced: Container[]
  readonly signIns: SignIns
}

/**
 * Looks at places for images, tries them, and chooses one: the credential is kept first and the
 * configuration written then, so that they agree whenever Berth is killed; after a failure both are as
 * they were.
 */
export function createStorageSetup({
  settings,
  secrets,
  isRunning,
}: StorageSetupParts): StorageSetup {
  const uses = (): Uses => ({
    inUse: isRunning ? settings.atStart : undefined,
    chosen: settings.chosen(),
  })
  const vault = openVault(secrets)
  const signIns = createSignIns()
  const parts: Parts = { settings, vault, checks: createChecks(), uses, replaced: [], signIns }
  /** One change after the other. */
  const turns = createSlots(1)
  const change = (deed: () => Promise<void>): Promise<StorageView> =>
    turns.run(async () => {
      await deed()
      return await view(parts)
    })
  return {
    get: () => view(parts),
    look: ({ folder }) => lookAtFolder(folder, folderInUse(uses())),
    readPaste: async ({ secret }) => readPaste(secret),
    containers: async (given) => await listContainers((await access(parts, given)).config),
    createContainer: async (given) => await createContainer((await access(parts, given)).config),
    signIn: async ({ how, tenant }) => signIns.begin(how, tenant),
    signInStatus: async () => signIns.view(),
    endSignIn: async () => signIns.end(),
    test: (given) => test(parts, given),
    chooseFolder: ({ folder }) => change(() => chooseFolder(parts, folder)),
    chooseAzure: (given) => change(() => chooseAzure(parts, given)),
    replaceCredential: ({ secret, ...given }) => change(() => replace(parts, given, secret)),
    checkCredential: (given) => change(() => check(parts, given)),
    forgetCredential: (given) => change(() => forget(parts, given)),
  }
}

async function view({ settings, vault, checks, uses, replaced }: Parts): Promise<StorageView> {
  const [state, kept] = [await vault.state(), await vault.read()]
  const { inUse, chosen } = uses()
  const source = settings.fixedBy()
  const isReplaced = replaced.some((where) => useOf(where, uses()) === 'in-use')
  return {
    ...(inUse && { inUse: placeView(inUse) }),
    chosen: placeView(chosen),
    needsRestart: !inUse || !isSamePlace(inUse, chosen) || isReplaced,
    ...(source !== undefined && { fixedBy: source }),
    keeps: state.kind,
    notices: state.notices.map(({ reason, remedy }) => `${reason} ${remedy}`),
    credentials: credentialViews(kept, uses(), checks.of),
  }
}

async function access({ vault, signIns }: Parts, given: GivenPlace & GivenAccess): Promise<Access> {
  const kept = given.use === 'kept' ? await vault.read() : ({ kind: 'none' } as const)
  const place = placeOf(given)
  const onCache = (cache: string): void => void vault.renew(place, cache)
  return await accessTo(place, given, { kept, session: signIns.session, onCache })
}

async function test(parts: Parts, given: GivenPlace & GivenAccess): Promise<StorageTest> {
  const { config, fresh } = await access(parts, given)
  const outcome = await tryContainer(config)
  if (!fresh) parts.checks.note(config, outcome)
  return outcome
}

async function chooseFolder({ settings, uses }: Parts, folder: string): Promise<void> {
  refuseFixed(settings)
  const found = await lookAtFolder(folder, folderInUse(uses()))
  refuseUnfit(found)
  await settings.choose({ kind: 'filesystem', folder: found.folder })
}

async function chooseAzure(parts: Parts, given: GivenPlace & GivenAccess): Promise<void> {
  const { settings, checks } = parts
  refuseFixed(settings)
  const { config, fresh } = await access(parts, given)
  if (config.container === '') {
    throw new ControlError('INVALID_INPUT', 'name the container', 'container')
  }
  const outcome = await tryContainer(config)
  refuseFailed(outcome)
  const choose = (): Promise<void> => settings.choose(azureChoice(config))
  if (fresh) await keep(parts, config, fresh, choose)
  else await choose()
  checks.note(config, outcome)
}

async function keep(
  { vault, uses, replaced }: Parts,
  { accountName, container }: Container,
  credential: KeptCredentialValue,
  then?: () => Promise<void>,
): Promise<void> {
  const isNeeded = (where: Container): boolean => useOf(where, uses()) !== 'unused'
  await vault.keep({ accountName, container, credential }, isNeeded, then)
  replaced.push({ accountName, container })
}

/** Where a kept credential leads: as it is configured, else with the usual address. */
function knownPlace(
  { uses }: Parts,
  given: Required<Pick<GivenPlace, 'account' | 'container'>>,
): Place {
  const plain = placeOf(given)
  const { inUse, chosen } = uses()
  const known = [chosen, inUse].find((one) => one?.kind === 'azure' && isFor(plain)(one))
  return known?.kind === 'azure' ? { ...plain, ...known } : plain
}

interface GivenContainer {
  readonly account: string
  readonly container: string
}

async function replace(parts: Parts, given: GivenContainer, secret: string): Promise<void> {
  const place = knownPlace(parts, given)
  const credential = secretFor(place, secret)
  const outcome = await tryContainer({ ...place, credential })
  refuseFailed(outcome)
  await keep(parts, place, credential)
  parts.checks.note(place, outcome)
}

async function check(parts: Parts, given: GivenContainer): Promise<void> {
  const place = knownPlace(parts, given)
  const credential = loginFor(await parts.vault.read(), place)
  if (!credential) throw notKept()
  const onCache = (cache: string): void => void parts.vault.renew(place, cache)
  const config = { ...place, credential: await usable(credential, onCache) }
  parts.checks.note(place, await tryContainer(config))
}

async function forget({ vault, uses }: Parts, given: GivenContainer): Promise<void> {
  const { accountName, container } = placeOf(given)
  if (useOf({ accountName, container }, uses()) !== 'unused') {
    const message = 'the registry needs it: choose another place for its images first'
    throw new ControlError('CONFLICT', message)
  }
  await vault.forget({ accountName, container })
}

function folderInUse({ inUse }: Uses): string | undefined {
  return inUse?.kind === 'filesystem' ? inUse.rootDirectory : undefined
}
