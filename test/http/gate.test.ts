import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createGate } from '../../server/http/gate.ts'

const newRequest = (): IncomingMessage => new IncomingMessage(new Socket())

test('a closed gate lets nobody in until it is open again', async () => {
  const gate = createGate()
  gate.enter(newRequest())()
  await gate.close(1_000_000)
  expect(gate.isOpen).toBe(false)
  expect(() => gate.enter(newRequest())).toThrow('the registry is stopped')
  gate.open()
  expect(gate.isOpen).toBe(true)
  gate.enter(newRequest())()
})

test('closing waits for those inside', async () => {
  const gate = createGate()
  const requests = [newRequest(), newRequest()]
  const leave = requests.map((request) => gate.enter(request))
  let isClosed = false
  const closed = gate.close(1_000_000).then(() => (isClosed = true))
  leave[0]?.()
  await Promise.resolve()
  expect(isClosed).toBe(false)
  leave[1]?.()
  await closed
  expect(requests.map(({ destroyed }) => destroyed)).toEqual([false, false])
})

test('those who stay too long are cut off', async () => {
  const gate = createGate()
  const request = newRequest()
  gate.enter(request)
  await gate.close(1)
  expect(request.destroyed).toBe(true)
})

test('not if it was opened again meanwhile', async () => {
  const gate = createGate()
  const request = newRequest()
  gate.enter(request)
  const closed = gate.close(1)
  gate.open()
  await closed
  expect(request.destroyed).toBe(false)
})
