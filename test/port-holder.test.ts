import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describePortHolder } from '../server/port-holder.ts'
import { freePort } from './support/port.ts'

const OWN = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
/** A machine without IPv6 cannot listen on the others. */
const HOSTS = OWN.some(({ address }) => address === '::1')
  ? ['127.0.0.1', '::1', '::']
  : ['127.0.0.1']

describe.skipIf(process.platform !== 'linux')('the holder of a port on Linux', () => {
  test.each(HOSTS)('is found when it listens on %s', async (host) => {
    const server = createServer().listen(0, host)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const holder = await describePortHolder(port).finally(() => server.close())
    expect(holder).toBe(`${basename(process.execPath)} (pid ${process.pid})`)
  })
})

test('nobody holds a free port', async () => {
  expect(await describePortHolder(await freePort())).toBeUndefined()
})
