import type { Service } from './contract.ts'
import { ControlError } from './control-error.ts'
import type { StorageSetup } from './storage.ts'

type StorageMethods = Pick<Service, Extract<keyof Service, `storage.${string}`>>

export interface StorageParts {
  /** Absent where the settings of this host lie elsewhere. */
  readonly storage?: StorageSetup | undefined
}

/** @throws ControlError FORBIDDEN, from each where images are put elsewhere than here */
export function storageMethods({ storage }: StorageParts): StorageMethods {
  const setup = (): StorageSetup => {
    if (storage) return storage
    throw new ControlError('FORBIDDEN', 'where this registry keeps images is decided elsewhere')
  }
  return {
    'storage.get': (input) => setup().get(input),
    'storage.look': (input) => setup().look(input),
    'storage.readPaste': (input) => setup().readPaste(input),
    'storage.containers': (input, _caller, signal) => setup().containers(input, signal),
    'storage.createContainer': (input) => setup().createContainer(input),
    'storage.signIn': (input) => setup().signIn(input),
    'storage.signInStatus': (input) => setup().signInStatus(input),
    'storage.endSignIn': (input) => setup().endSignIn(input),
    'storage.test': (input, _caller, signal) => setup().test(input, signal),
    'storage.chooseFolder': (input) => setup().chooseFolder(input),
    'storage.chooseAzure': (input) => setup().chooseAzure(input),
    'storage.replaceCredential': (input) => setup().replaceCredential(input),
    'storage.checkCredential': (input) => setup().checkCredential(input),
    'storage.forgetCredential': (input) => setup().forgetCredential(input),
  }
}
