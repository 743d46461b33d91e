import {
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query'
import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import type {
  Capability,
  ConsoleEvent,
  Input,
  MethodName,
  Output,
} from '../server/control/contract.ts'
import { applyEvents } from './cache-events.ts'
import { queryKey, takeEffect } from './effects.ts'
import { ControlError, type Connection, type Transport } from './transport.ts'

const TransportContext = createContext<Transport | undefined>(undefined)

/**
 * The host on this machine is reached without any network, so what the browser thinks of the network
 * does not count; and what is shown is kept true by events, so nothing is asked for again by time.
 */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: 30_000, retry },
      // What was sent, such as a password, is forgotten with the page that sent it.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  })
}

/** What could not be reached may be there in a moment; every other failure would be the same again. */
function retry(failures: number, error: Error): boolean {
  return error instanceof ControlError && error.code === 'UNAVAILABLE' && failures < 2
}

/** Puts the host within reach of everything below it. */
export function ControlProvider(props: { transport: Transport; children: ReactNode }) {
  const [client] = useState(newQueryClient)
  useEffect(() => applyEvents(props.transport, client), [props.transport, client])
  return (
    <TransportContext value={props.transport}>
      <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
    </TransportContext>
  )
}

/** The host. Components rather use {@link useMethod} and {@link useAction}. */
export function useControl(): Transport {
  const transport = useContext(TransportContext)
  if (!transport) throw new Error('useControl outside of ControlProvider')
  return transport
}

export interface MethodOptions<O> {
  /** Default true. */
  readonly enabled?: boolean
  /** Goes on showing the last answer while the input changes. */
  readonly keep?: boolean
  readonly unfinished?: Unfinished<O>
}

/** Says of an answer that it is not the last word, so that it is asked for again. */
export type Unfinished<O> = (answer: O) => boolean

/** How soon what is unfinished is asked for again, in milliseconds. */
const AGAIN = 500

/** The time until a query is asked again, while somebody looks at it. */
export function askedAgain<O>(unfinished: Unfinished<O> | undefined) {
  return ({ state }: { readonly state: { readonly data: O | undefined } }): number | false =>
    state.data !== undefined && unfinished?.(state.data) ? AGAIN : false
}

/** What a method answers, kept true by events. */
export function useMethod<M extends MethodName>(
  method: M,
  input: Input<M>,
  { enabled = true, keep = false, unfinished }: MethodOptions<Output<M>> = {},
): UseQueryResult<Output<M>, ControlError> {
  const control = useControl()
  const options: UseQueryOptions<Output<M>, ControlError> = {
    queryKey: queryKey(method, input),
    queryFn: () => control.call(method, input),
    enabled,
    refetchInterval: askedAgain(unfinished),
    ...(keep && { placeholderData: keepPreviousData }),
  }
  return useQuery(options)
}

/** A method that does something, to be called by a button. Lists follow by events. */
export function useAction<M extends MethodName>(
  method: M,
): UseMutationResult<Output<M>, ControlError, Input<M>> {
  const control = useControl()
  const client = useQueryClient()
  return useMutation<Output<M>, ControlError, Input<M>>({
    mutationFn: (input) => control.call(method, input),
    // Its input may be a password: nothing of it stays when whoever called it is gone.
    gcTime: 0,
    onSuccess: (output) => takeEffect(client, method, output),
  })
}

/** Calls back for every event of one kind while the component is there. */
export function useEvents<T extends ConsoleEvent['type']>(
  type: T,
  listener: (event: Extract<ConsoleEvent, { type: T }>) => void,
): void {
  const control = useControl()
  const latest = useEffectEvent(listener)
  useEffect(
    () =>
      control.subscribe((event) => {
        if (isOf(event, type)) latest(event)
      }),
    [control, type],
  )
}

function isOf<T extends ConsoleEvent['type']>(
  event: ConsoleEvent,
  type: T,
): event is Extract<ConsoleEvent, { type: T }> {
  return event.type === type
}

/** How the window stands with its host. */
export function useConnection(): Connection {
  const control = useControl()
  return useSyncExternalStore(
    (listener) => control.onState(listener),
    () => control.state,
  )
}

/** Whether the access rules keep something from whoever is here. */
export function useIsLimited(): boolean {
  return useMethod('session.get', undefined).data?.isLimited ?? false
}

/** Whether this host can do something that not every host can. */
export function useCapability(capability: Capability): boolean {
  return useMethod('session.get', undefined).data?.capabilities.includes(capability) ?? false
}
