import type { NotificationEvent } from './event.ts'

/** An event in the form of CloudEvents 1.0 (github.com/cloudevents/spec, "JSON Event Format"). */
export interface CloudEvent {
  readonly specversion: '1.0'
  readonly id: string
  /** A URI-reference; with `id` unique. */
  readonly source: string
  /** `berth.push` and so on. */
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** The event as Distribution has it. */
  readonly data: NotificationEvent
}

export function cloudEventOf(event: NotificationEvent): CloudEvent {
  const { repository, tag, digest } = event.target
  const rest = tag === undefined ? (digest === undefined ? '' : `@${digest}`) : `:${tag}`
  return {
    specversion: '1.0',
    id: event.id,
    source: `//${event.source.addr}`,
    type: `berth.${event.action}`,
    subject: `${repository}${rest}`,
    time: event.timestamp,
    datacontenttype: 'application/json',
    data: event,
  }
}
