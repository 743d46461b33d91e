import type { Definition } from './series.ts'

const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]
/** 1 KiB to 16 GiB, each four times the one before. */
const sizes = Array.from({ length: 13 }, (_, at) => 1024 * 4 ** at)

const counter = (name: string, help: string, ...labels: readonly string[]): Definition => ({
  name,
  type: 'counter',
  help,
  labels,
})
const gauge = (name: string, help: string, ...labels: readonly string[]): Definition => ({
  ...counter(name, help, ...labels),
  type: 'gauge',
})
const histogram = (
  buckets: readonly number[],
  ...given: Parameters<typeof counter>
): Definition => ({ ...counter(...given), type: 'histogram', buckets })

/**
 * Every metric. Those that begin with `registry_` mean what CNCF Distribution's of that name do; the
 * README has the same list. No label says which repository: there may be any number of them.
 */
export const DEFINITIONS = {
  requests: counter(
    'registry_http_requests_total',
    'Requests to the registry that were answered; code 499 for clients that did not wait.',
    'handler',
    'method',
    'code',
  ),
  duration: histogram(
    durations,
    'registry_http_request_duration_seconds',
    'From the first byte of a request to the last byte of its answer.',
    'handler',
    'method',
  ),
  inFlight: gauge(
    'registry_http_in_flight_requests',
    'Requests that are being answered.',
    'handler',
  ),
  received: histogram(
    sizes,
    'registry_http_request_size_bytes',
    'Bytes received with a request, with its head.',
    'handler',
  ),
  sent: histogram(
    sizes,
    'registry_http_response_size_bytes',
    'Bytes sent in answer, with the head.',
    'handler',
  ),
  storage: histogram(
    durations,
    'registry_storage_action_seconds',
    'What was asked of storage, in the words of Distribution.',
    'driver',
    'action',
  ),
  cache: counter(
    'registry_storage_cache_total',
    'Looks into the memory of links, sizes and manifests: type Request, Hit and Miss.',
    'type',
  ),
  events: counter(
    'registry_notifications_events_total',
    'Notifications: type Events that happened, Successes that arrived, Failures of requests.',
    'type',
    'endpoint',
  ),
  pending: gauge(
    'berth_notifications_waiting',
    'Notifications that wait for their endpoint.',
    'endpoint',
  ),
  droppedEvents: counter(
    'berth_notifications_dropped_total',
    'Notifications that were dropped, since too many waited or the disk was full.',
    'endpoint',
  ),
  storageErrors: counter(
    'berth_storage_errors_total',
    'Times that storage failed to do what was asked.',
    'driver',
    'action',
  ),
  storageUp: gauge(
    'berth_storage_up',
    '1 while storage can be used, 0 while it counts as away.',
    'driver',
  ),
  transfers: gauge(
    'berth_transfers',
    'Blobs that are being pushed or pulled, through this server.',
    'direction',
  ),
  transferred: counter(
    'berth_transferred_bytes_total',
    'Bytes of blobs that were pushed or pulled, through this server.',
    'direction',
  ),
  logins: counter(
    'berth_logins_total',
    'Logins at the registry: ok, failed, or slow after too many that failed.',
    'result',
  ),
  repositories: gauge('berth_repositories', 'Repositories, as far as the console knows them.'),
  tags: gauge('berth_tags', 'Tags, as far as the console knows them.'),
  stored: gauge('berth_stored_bytes', 'Bytes of all content, each blob once.'),
  diskFree: gauge('berth_disk_free_bytes', 'Bytes left on the disk that images lie on.'),
  gcRuns: counter(
    'berth_gc_runs_total',
    'Times that space was freed: ok, failed, or stopped by somebody.',
    'outcome',
  ),
  gcFreed: counter('berth_gc_freed_bytes_total', 'Bytes that were given back.'),
  gcRemoved: counter(
    'berth_gc_removed_total',
    'What went with them: manifests without a tag, links and blobs.',
    'kind',
  ),
  gcLastRun: gauge(
    'berth_gc_last_run_timestamp_seconds',
    'When the last run of this process ended, since 1970.',
  ),
  gcLastSuccess: gauge(
    'berth_gc_last_run_success',
    '1 when the last run came to its end, 0 when it failed or was stopped.',
  ),
  gcLastDuration: gauge('berth_gc_last_run_duration_seconds', 'How long the last run took.'),
  gcLastFreed: gauge(
    'berth_gc_last_run_freed_bytes',
    'Bytes that the last run gave back which came to its end.',
  ),
  gcLastRemoved: gauge(
    'berth_gc_last_run_removed',
    'What went in that run: manifests without a tag, links and blobs.',
    'kind',
  ),
  build: gauge('berth_build_info', 'Always 1; the labels tell what runs.', 'version', 'node'),
  cpu: counter('process_cpu_seconds_total', 'Processor time that the process has used.'),
  memory: gauge('process_resident_memory_bytes', 'Memory that the process occupies.'),
  started: gauge('process_start_time_seconds', 'When the process started, since 1970.'),
  heap: gauge('nodejs_heap_size_used_bytes', 'Memory that objects of JavaScript take.'),
  lag: gauge(
    'nodejs_eventloop_lag_seconds',
    'How late the event loop was since the last look: p50, p99 and max.',
    'statistic',
  ),
} as const satisfies Readonly<Record<string, Definition>>
