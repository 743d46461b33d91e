import { describe, expect, test } from 'vitest'
import { WrongInput } from '../../server/control/check.ts'
import {
  METHODS,
  type Caller,
  type ConsoleEvent,
  type ControlErrorCode,
  type ControlFailure,
  type Service,
} from '../../server/control/contract.ts'
import { ControlError } from '../../server/control/control-error.ts'
import { createEvents, type Events } from '../../server/control/events.ts'
import { RegistryError } from '../../server/oci/errors.ts'
import { StorageFull, StorageUnavailable } from '../../server/storage/driver.ts'

/** The far end of a transport, as a window has it. */
export interface Connection extends AsyncDisposable {
  /** Gives a method's output, or the failure. */
  call(method: string, input: unknown): Promise<{ output: unknown } | { failure: ControlFailure }>
  /** Calls back for every event from now on. */
  subscribe(listener: (event: ConsoleEvent) => void): Promise<void>
}

/** The near end: what a transport carries. */
export interface Served {
  readonly service: Service
  readonly events: Events
  /** What was logged as our own fault. */
  readonly faults: string[]
}

/** What every transport of the contract does, whatever it is made of. */
export function controlSuite(
  name: string,
  connect: (served: Served) => Promise<Connection>,
  caller: Caller,
): void {
  describe(`the contract over ${name}`, () => {
    test.each(CALLS)('carries %s with its input and output', async (method, input, output) => {
      const seen: unknown[] = []
      await using connection = await connect(
        serving({ [method]: (input: unknown, by: unknown) => (seen.push(input, by), output) }),
      )
      expect(await connection.call(method, input)).toEqual({ output })
      expect(seen).toEqual([input, caller])
    })

    test.each(FAILURES)('carries a failure: %s', async (code, thrown, failure) => {
      const served = serving({
        'registry.status': () => {
          throw thrown
        },
      })
      await using connection = await connect(served)
      const outcome = await connection.call('registry.status', undefined)
      expect(outcome).toEqual({ failure: { code, ...failure } })
      expect(served.faults).toEqual([])
    })

    test('tells nothing of a fault of ours but that, and logs it', async () => {
      const served = serving({
        'registry.status': () => Promise.reject(new TypeError('x is not a function')),
      })
      await using connection = await connect(served)
      const outcome = await connection.call('registry.status', undefined)
      expect(outcome).toEqual({
        failure: { code: 'INTERNAL', message: 'the registry failed; its log says why' },
      })
      expect(served.faults).toEqual([expect.stringContaining('x is not a function')])
    })

    test.each(['nothing', 'constructor', '__proto__', 'registry', ''])(
      'there is no method %j',
      async (method) => {
        await using connection = await connect(serving({}))
        const outcome = await connection.call(method, {})
        expect(outcome).toMatchObject({ failure: { code: 'UNKNOWN_METHOD' } })
      },
    )

    test.each(WRONG)('refuses %s of %j, naming the field', async (method, input, field) => {
      const served = serving({
        [method]: () => {
          throw new Error('not reached')
        },
      })
      await using connection = await connect(served)
      const outcome = await connection.call(method, input)
      expect(outcome).toMatchObject({ failure: { code: 'INVALID_INPUT' } })
      expect('failure' in outcome && outcome.failure.field).toBe(field)
    })

    test('carries events, in order and whole', async () => {
      const served = serving({})
      await using connection = await connect(served)
      const sent: ConsoleEvent[] = Array.from({ length: 200 }, (_, at) => ({
        type: 'repositories',
        names: [`number-${at}`, 'zwei\nZeilen', '\u2028 „ä“ 🚢'],
      }))
      const { promise, resolve } = Promise.withResolvers<void>()
      const received: ConsoleEvent[] = []
      await connection.subscribe((event) => {
        if (received.push(event) === sent.length) resolve()
      })
      for (const event of sent) served.events.publish(() => event)
      await promise
      expect(received).toEqual(sent)
    })
  })
}

const DIGEST = `sha256:${'a'.repeat(64)}`

const CALLS: readonly (readonly [method: string, input: unknown, output: unknown])[] = [
  ['registry.status', undefined, { state: 'running', warnings: [] }],
  ['transfers.list', undefined, []],
  [
    'repositories.list',
    { sort: 'size', descending: true, search: 'ü', offset: 0, limit: 500 },
    { items: [{ name: 'a', tags: 1 }], total: 1 },
  ],
  [
    'tags.delete',
    { repository: 'team/api', tags: ['v1', 'v2'] },
    { deleted: ['v1'], failed: [{ tag: 'v2', message: 'gone „already“' }] },
  ],
  ['manifests.raw', { repository: 'a', digest: DIGEST }, { digest: DIGEST, text: '{\n\t"ä": 1}' }],
]

const FAILURES: readonly (readonly [
  code: ControlErrorCode,
  thrown: Error,
  failure: Omit<ControlFailure, 'code'>,
])[] = [
  ['CONFLICT', new ControlError('CONFLICT', 'there is one'), { message: 'there is one' }],
  ['FORBIDDEN', new ControlError('FORBIDDEN', 'no'), { message: 'no' }],
  ['NOT_FOUND', new RegistryError('MANIFEST_UNKNOWN', 'unknown'), { message: 'unknown' }],
  ['FORBIDDEN', new RegistryError('UNSUPPORTED', 'read-only'), { message: 'read-only' }],
  [
    'INVALID_INPUT',
    new ControlError('INVALID_INPUT', 'bad', 'tag'),
    { message: 'bad', field: 'tag' },
  ],
  [
    'INVALID_INPUT',
    new WrongInput('a.b', 'a text'),
    { message: 'a.b must be a text', field: 'a.b' },
  ],
  ['UNAVAILABLE', new StorageUnavailable('wrong key'), { message: 'wrong key' }],
  [
    'UNAVAILABLE',
    new StorageFull('path', undefined),
    { message: 'no space left where the registry stores its images' },
  ],
]

const WRONG: readonly (readonly [method: string, input: unknown, field: string | undefined])[] = [
  ['repositories.get', undefined, undefined],
  ['repositories.get', [], undefined],
  ['repositories.get', {}, 'repository'],
  ['repositories.get', { repository: 5 }, 'repository'],
  ['tags.delete', { repository: 'a', tags: [] }, 'tags'],
  ['tags.delete', { repository: 'a', tags: ['b', ''] }, 'tags[1]'],
  ['repositories.list', { sort: 'colour', offset: 0, limit: 1 }, 'sort'],
  ['logs.list', { limit: 1.5 }, 'limit'],
]

/** A service of which a test needs only some methods. */
function serving(methods: Readonly<Record<string, unknown>>): Served {
  const absent = Object.keys(METHODS).map((name) => [name, () => ({ absent: name })] as const)
  const service = { ...Object.fromEntries(absent), ...methods } as unknown as Service
  return { service, events: createEvents(), faults: [] }
}
