import { describe, expect, test } from 'vitest'
import { load, problemsOf } from './loading.ts'

const endpointsOf = (yaml: string) => load({ yaml }).config.notifications.endpoints

describe('notifications', () => {
  test('an endpoint has the defaults of Distribution', () => {
    expect(endpointsOf('notifications: {endpoints: [{url: "https://a.example/e?k=1"}]}')).toEqual([
      {
        name: 'a.example',
        disabled: false,
        url: new URL('https://a.example/e?k=1'),
        headers: {},
        timeout: 1_000,
        threshold: 10,
        backoff: 1_000,
        ignoredMediaTypes: [],
        ignoredActions: [],
        format: 'distribution',
      },
    ])
  })

  test('each of its keys', () => {
    const yaml = `notifications:
  events: {includereferences: true}
  endpoints:
    - name: hook
      disabled: true
      url: http://a/
      headers: {Authorization: [Bearer x], X-One: y}
      timeout: 500ms
      threshold: 5
      backoff: 2s
      ignoredmediatypes: [a/b]
      ignore: {mediatypes: [c/d], actions: [pull, mount]}
      format: CloudEvents`
    const { config, warnings } = load({ yaml })
    expect(warnings).toEqual([])
    expect(config.notifications).toEqual({
      includeReferences: true,
      endpoints: [
        {
          name: 'hook',
          disabled: true,
          url: new URL('http://a/'),
          headers: { Authorization: ['Bearer x'], 'X-One': ['y'] },
          timeout: 500,
          threshold: 5,
          backoff: 2_000,
          ignoredMediaTypes: ['a/b', 'c/d'],
          ignoredActions: ['pull', 'mount'],
          format: 'cloudevents',
        },
      ],
    })
  })

  test('a login in the URL is sent as a header', () => {
    const [endpoint] = endpointsOf('notifications: {endpoints: [{url: "http://me:p%40ss@a/"}]}')
    expect(endpoint?.url.href).toBe('http://a/')
    const login = Buffer.from('me:p@ss').toString('base64')
    expect(endpoint?.headers).toEqual({ Authorization: [`Basic ${login}`] })
  })

  test.each([
    ['{name: a}', '0.url: missing; events are sent there'],
    ['{url: "ftp://a:secret@b"}', '0.url: not a URL, allowed: such as https://example.com/events'],
    ['{url: http://a, headers: {"a b": x}}', '0.headers.a b: not the name of an HTTP header'],
    [
      '{url: http://a, headers: {A: ["se\\ncret"]}}',
      '0.headers.A.0: allowed: printable characters',
    ],
    [
      '{url: http://a, ignore: {actions: [look]}}',
      '0.ignore.actions.0: found "look", allowed: push, pull, mount, delete',
    ],
  ])('%s', (endpoint, problem) => {
    const yaml = `notifications: {endpoints: [${endpoint}]}`
    expect(problemsOf(() => load({ yaml }))).toEqual([
      `config.yml:2: notifications.endpoints.${problem}`,
    ])
  })

  test('two of one name', () => {
    const yaml = 'notifications: {endpoints: [{name: a, url: http://a}, {name: a, url: http://b}]}'
    expect(problemsOf(() => load({ yaml }))).toEqual([
      'config.yml:2: notifications.endpoints: there is another endpoint "a"; give each a name of its own',
    ])
  })

  test('a header may come from a variable', () => {
    const yaml = 'notifications: {endpoints: [{name: a, url: http://a}]}'
    const env = { REGISTRY_NOTIFICATIONS_ENDPOINTS_0_HEADERS: '{Authorization: [Bearer x]}' }
    const { config } = load({ yaml, env })
    expect(config.notifications.endpoints[0]?.headers).toEqual({ Authorization: ['Bearer x'] })
  })
})

describe('http.debug', () => {
  test.each([
    ['{addr: "localhost:5001"}', undefined],
    ['{addr: "localhost:5001", prometheus: {path: /x}}', undefined],
    ['{addr: "localhost:5001", prometheus: {enabled: true}}', '/metrics'],
    ['{addr: "localhost:5001", prometheus: {enabled: true, path: /x}}', '/x'],
  ])('%s', (debug, metricsPath) => {
    const { config, warnings } = load({ yaml: `http: {debug: ${debug}}` })
    expect(warnings).toEqual([])
    expect(config.http.debug).toEqual({
      listen: [
        { kind: 'tcp', host: '127.0.0.1', port: 5001 },
        { kind: 'tcp', host: '::1', port: 5001, optional: true },
      ],
      ...(metricsPath && { metricsPath }),
    })
  })

  test('metrics without an address', () => {
    const yaml = 'http: {debug: {prometheus: {enabled: true}}}'
    expect(problemsOf(() => load({ yaml }))).toEqual([
      'config.yml:2: http.debug.addr: missing; metrics are served there',
    ])
  })
})

const auditOf = (yaml: string) => load({ yaml }).config.log.audit

describe('log.audit', () => {
  test('lies beside the images, or where it is told', () => {
    expect(auditOf('storage: {filesystem: {rootdirectory: /i}}')?.path).toBe('/i/.berth/audit.log')
    expect(auditOf('log: {audit: {path: logs/a, maxsize: 1, maxfiles: 3}}')).toEqual({
      path: '/srv/logs/a',
      isAskedFor: true,
      maxSize: 1_048_576,
      maxFiles: 3,
    })
  })

  test('is not written where it is switched off, or where nothing is kept', () => {
    expect(auditOf('log: {audit: {enabled: false}}')).toBeUndefined()
    expect(auditOf('storage: {inmemory: {}}')).toBeUndefined()
  })
})

test('with images in Azure, what is no image is kept in the data folder', () => {
  const key = Buffer.alloc(64).toString('base64')
  const azure = `{accountname: mine, container: images, accountkey: "${key}"}`
  const { config } = load({ yaml: `storage: {azure: ${azure}}` })
  expect(config.ownFolder).toBe('/home/me/.local/share/berth/azure/mine-images')
})
