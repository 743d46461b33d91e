import { expect, test, vi } from 'vitest'
import type { Question } from '../../server/secrets/keychain-answers.ts'
import { KeychainProcess } from '../../server/secrets/keychain-process.ts'
import type { HelperEvents } from '../../server/secrets/keychain-process.ts'
import { CANARY, codeOf, failureOf } from './canary.ts'
import { noKeychain } from './opened.ts'

/** Stands in for a process, which answers when the test says so. */
interface Process {
  readonly events: HelperEvents
  readonly asked: Question[]
  isEnded: boolean
}

/** @param asked what a process does at once when it is asked */
function processes(asked: (process: Process) => void = () => undefined) {
  const started: Process[] = []
  const launch = (events: HelperEvents) => {
    const process: Process = { events, asked: [], isEnded: false }
    started.push(process)
    return {
      post: (question: Question) => {
        process.asked.push(question)
        asked(process)
      },
      end: () => void (process.isEnded = true),
    }
  }
  return { started, launch }
}

const get = (name: string) => ({ verb: 'get', name }) as const

test('one process answers one question after the other', async () => {
  const { started, launch } = processes()
  const keychain = new KeychainProcess(launch, 10_000)
  const answers = [keychain.ask(get('a')), keychain.ask(get('b'))]
  for (const name of ['a', 'b']) {
    await vi.waitFor(() => expect(started[0]?.asked.at(-1)).toEqual(get(name)))
    started[0]?.events.answer({ value: `value of ${name}` })
  }
  expect(await Promise.all(answers)).toEqual(['value of a', 'value of b'])
  expect(started).toHaveLength(1)
})

test('a process that is silent is ended, and what it says later is not heard', async () => {
  const { started, launch } = processes((process) => {
    const [first] = started
    if (process === first) return
    first?.events.answer({ value: 'value of a' })
    first?.events.ended('SIGKILL')
    process.events.answer({ value: 'value of b' })
  })
  const keychain = new KeychainProcess(launch, 200)
  expect(await codeOf(keychain.ask(get('a')))).toBe('KEYCHAIN_SILENT')
  expect(started[0]?.isEnded).toBe(true)
  expect(await keychain.ask(get('b'))).toBe('value of b')
})

test('who had to wait too long is not asked for any more', async () => {
  const { started, launch } = processes()
  const keychain = new KeychainProcess(launch, 200)
  const first = keychain.ask(get('a'))
  const second = keychain.ask({ verb: 'set', name: 'b', value: CANARY })
  expect([await codeOf(first), await codeOf(second)]).toEqual([
    'KEYCHAIN_SILENT',
    'KEYCHAIN_SILENT',
  ])
  expect(started.flatMap(({ asked }) => asked)).toEqual([get('a')])
})

test('a process that ends early is an error, and another one is started', async () => {
  const { started, launch } = processes()
  const keychain = new KeychainProcess(launch, 10_000)
  const first = failureOf(keychain.ask(get('a')))
  await vi.waitFor(() => expect(started[0]?.asked).toHaveLength(1))
  started[0]?.events.ended('SIGSEGV')
  expect((await first).reason).toContain('SIGSEGV')
  const second = keychain.ask(get('a'))
  await vi.waitFor(() => expect(started[1]?.asked).toHaveLength(1))
  started[1]?.events.answer({})
  expect(await second).toBeUndefined()
})

test('more than a hundred questions do not wait', async () => {
  const { launch } = processes()
  const keychain = new KeychainProcess(launch, 10_000)
  const waiting = Array.from({ length: 100 }, (_, index) => codeOf(keychain.ask(get(`n${index}`))))
  expect(await codeOf(keychain.ask(get('more')))).toBe('KEYCHAIN_FAILED')
  keychain.close()
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['CLOSED']))
})

test('a process that cannot be started is an error', async () => {
  const keychain = new KeychainProcess(noKeychain, 10_000)
  expect((await failureOf(keychain.ask(get('a')))).reason).toContain('cannot be started')
})

test('a process without questions is ended after a while', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { started, launch } = processes()
    const keychain = new KeychainProcess(launch, 10_000)
    const answer = keychain.ask(get('a'))
    await Promise.resolve()
    await Promise.resolve()
    started[0]?.events.answer({ value: 'value' })
    await answer
    vi.advanceTimersByTime(9_000)
    expect(started[0]?.isEnded).toBe(false)
    vi.advanceTimersByTime(2_000)
    expect(started[0]?.isEnded).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})
