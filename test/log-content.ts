import type { LogConfig } from '../server/config/config.ts'
import type { AccessFields } from '../server/log.ts'

/** What logs of tests are told, and how they write it. */

export const json: LogConfig = { level: 'info', formatter: 'json', fields: {}, accessLog: true }
export const text: LogConfig = { ...json, formatter: 'text' }

export const request: AccessFields = {
  remote: '127.0.0.1',
  user: 'ann',
  method: 'GET',
  url: '/v2/app/manifests/latest',
  status: 200,
  bytes: 1234,
  ms: 1.23456,
  agent: 'docker/28.0',
  id: 'abc',
}
