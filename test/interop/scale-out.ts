import type { ContainerClient } from '@azure/storage-blob'
import { startNginx } from '../support/nginx.ts'
import type { Nginx } from '../support/nginx.ts'
import { startRegistry } from '../support/registry-process.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { newContainer } from './door.ts'

/** Two registries in processes of their own, over one container. */
export interface Instances {
  readonly one: RunningRegistry
  readonly other: RunningRegistry
  readonly container: ContainerClient
}

/** What is pulled goes through the instances, whose memory of it is under test, not past them. */
const THROUGH = { storage: { redirect: { disable: true } } }

/** Starts two instances over a new container. */
export async function startInstances(cleanUp: AsyncDisposableStack): Promise<Instances> {
  const { azure } = await newContainer()
  const start = () => startRegistry({ program: 'berth', extraConfig: THROUGH, azure })
  const [one, other] = await Promise.all([start(), start()])
  return { one: cleanUp.use(one), other: cleanUp.use(other), container: azure.client }
}

/** Puts nginx before them, which gives each request to the one that did not get the last. */
export async function balance(
  { one, other }: Instances,
  cleanUp: AsyncDisposableStack,
): Promise<Nginx> {
  const upstream = [one.host, other.host]
  return cleanUp.use(await startNginx(undefined, [{ path: '/', upstream }]))
}
