import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { temporaryFolder } from './folder.ts'
import { send } from './http-client.ts'
import { listening } from './listening.ts'
import { PORT_TAKEN, startRegistry } from './registry-process.ts'

test('a registry answers when it is started and does not when it is stopped', async () => {
  await using folder = await temporaryFolder('process')
  const registry = await startRegistry({ program: 'berth', folder: folder.path })
  expect((await send(`${registry.url}/v2/`)).status).toBe(200)
  await registry.stop()
  await expect(send(`${registry.url}/v2/`)).rejects.toThrow('ECONNREFUSED')
})

test('a port that was asked for and is taken is an error with what the registry said', async () => {
  await using folder = await temporaryFolder('process')
  await using other = await listening(createServer())
  const { port } = other
  const start = startRegistry({ program: 'berth', folder: folder.path, port })
  await expect(start).rejects.toThrow(PORT_TAKEN)
})
