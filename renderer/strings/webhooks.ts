import { counted } from '../format.ts'

/** Who is told elsewhere of what happens. */
export const webhooks = {
  title: 'Webhooks',
  text: 'Told of pushes, pulls and deletions. They are set in config.yml, below notifications.endpoints.',
  none: 'There are none.',
  disabled: 'Switched off',
  delivered: 'Delivered',
  waiting: 'Waiting',
  dropped: 'Dropped',
  lastError: 'Last failure',
  nextTry: 'Next try',
  lastDelivery: 'Last delivery',
  events: (count: number) => counted(count, 'event'),
  inTime: (time: string) => `in ${time}`,
  now: 'now',
  test: 'Send a test event',
  testOf: (name: string) => `Send a test event to ${name}`,
  retry: 'Try now',
  retryOf: (name: string) => `Try now: ${name}`,
  tested: (name: string) => `${name} took the test event.`,
  testFailed: (name: string) => `${name} did not take the test event`,
  retryFailed: (name: string) => `${name} could not be tried`,
  failure: 'The webhooks could not be loaded',
} as const
