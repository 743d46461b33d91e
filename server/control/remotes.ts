import type { Input } from './contract.ts'
import type {
  DockerLogins,
  ImportedRemotes,
  RemoteCheck,
  RemotesView,
  SavedRemote,
} from './remotes-contract.ts'

/** Other registries, as the program around this one keeps them. Each rejects with a ControlError. */
export interface HostRemotes {
  list(): Promise<RemotesView>
  check(input: Input<'remotes.check'>, signal?: AbortSignal): Promise<RemoteCheck>
  test(input: Input<'remotes.test'>, signal?: AbortSignal): Promise<RemoteCheck>
  save(input: Input<'remotes.save'>): Promise<SavedRemote>
  delete(input: Input<'remotes.delete'>): Promise<void>
  importable(): Promise<DockerLogins>
  import(input: Input<'remotes.import'>): Promise<ImportedRemotes>
}
