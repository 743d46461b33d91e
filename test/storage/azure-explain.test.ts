import { RestError } from '@azure/storage-blob'
import { describe, expect, test } from 'vitest'
import type { AzureConfig, AzureCredential } from '../../server/config/azure-config.ts'
import { explain } from '../../server/storage/azure-explain.ts'
import { TimedOut } from '../../server/storage/deadline.ts'

/** What must not be told; each credential below holds one or more. */
const SECRETS = ['c2VjcmV0IGtleSBvZiBhbiBhY2NvdW50', 'c2lnbmF0dXJl', 'clients-own-secret', 'sig=']
const [ACCOUNT_KEY = '', SIGNATURE = '', CLIENT_SECRET = ''] = SECRETS

const KEY: AzureCredential = { kind: 'shared-key', accountKey: ACCOUNT_KEY }
const LOGIN: AzureCredential = { kind: 'default' }
const CLIENT: AzureCredential = {
  kind: 'client-secret',
  tenantId: 'tenant',
  clientId: 'client',
  secret: CLIENT_SECRET,
}

const sas = (fields: Readonly<Record<string, string>> = {}): AzureCredential => {
  const usual = { sv: '2024-11-04', sr: 'c', sp: 'racwdl', se: '2999-01-01T00:00:00Z' }
  const token = new URLSearchParams({ ...usual, ...fields, sig: SIGNATURE }).toString()
  return { kind: 'sas', token }
}

function config(credential: AzureCredential, over: Partial<AzureConfig> = {}): AzureConfig {
  return {
    kind: 'azure',
    serviceUrl: new URL('https://mine.blob.core.windows.net'),
    accountName: 'mine',
    container: 'images',
    rootDirectory: '',
    credential,
    maxRetries: 1,
    retryDelay: 10,
    ...over,
  }
}

/** What the SDK throws for an answer; its text is the service's, and tells all that it knows. */
const answer = (statusCode: number, code?: string): RestError =>
  new RestError(`refused ?${sas().kind} sig=${SIGNATURE} ${ACCOUNT_KEY}`, {
    statusCode,
    ...(code !== undefined && { code }),
  })

const noAnswer = (code: string): RestError => new RestError(`failed: sig=${SIGNATURE}`, { code })

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

const entra = (code: string): Error =>
  named('AuthenticationError', `${code}: refused ${CLIENT_SECRET}`)

/** What goes before every reason. */
const ABOUT = 'container images of storage account mine: '

type Case = readonly [
  what: string,
  error: unknown,
  credential: AzureCredential,
  said: string | RegExp,
]

const CREDENTIALS: readonly Case[] = [
  ['a wrong key', answer(403, 'AuthenticationFailed'), KEY, /key is wrong: .* "Access keys"/],
  [
    'an expired SAS',
    answer(403, 'AuthenticationFailed'),
    sas({ se: '2020-01-02T03:04:05Z' }),
    'the SAS token expired on 2020-01-02 03:04:05 UTC: make a new one',
  ],
  [
    'one that expired on a day',
    answer(403, 'AuthenticationFailed'),
    sas({ se: '2020-01-02' }),
    'the SAS token expired on 2020-01-02: make a new one',
  ],
  [
    'one that is not valid yet',
    answer(403, 'AuthenticationFailed'),
    sas({ st: '2998-01-02T03:04:05Z' }),
    'the SAS token is valid from 2998-01-02 03:04:05 UTC only',
  ],
  ['one that is wrong', answer(403, 'AuthenticationFailed'), sas(), /SAS token is not accepted/],
  ['a login', answer(401, 'InvalidAuthenticationInfo'), LOGIN, /login was not accepted: .* tenant/],
  [
    'no credential',
    answer(401, 'NoAuthenticationInformation'),
    KEY,
    /set storage.azure.accountkey/,
  ],
]

const RIGHTS: readonly Case[] = [
  [
    'a SAS without some rights',
    answer(403, 'AuthorizationPermissionMismatch'),
    sas({ sp: 'rl' }),
    /it lacks create, write, delete\)/,
  ],
  [
    'one without any',
    answer(403, 'AuthorizationPermissionMismatch'),
    sas({ sp: '' }),
    /it lacks read, create, write, delete, list\)/,
  ],
  [
    'one for something else',
    answer(403, 'AuthorizationResourceTypeMismatch'),
    sas(),
    /for something else than this container.*: make one for the container with racwdl/,
  ],
  ['one for http', answer(403, 'AuthorizationProtocolMismatch'), sas(), /is for https only/],
  ['one for others', answer(403, 'AuthorizationSourceIPMismatch'), sas(), /"sip"/],
  ...[LOGIN, CLIENT].map((login): Case => [
    `no role for a login (${login.kind})`,
    answer(403, 'AuthorizationPermissionMismatch'),
    login,
    /role "Storage Blob Data Contributor" on the container/,
  ]),
  ['a firewall', answer(403, 'AuthorizationFailure'), KEY, /firewall .* under "Networking"/],
  [
    'an account that takes no keys',
    answer(403, 'KeyBasedAuthenticationNotPermitted'),
    KEY,
    /does not accept keys: sign in with Microsoft Entra .*default_credentials/,
  ],
  ['some other denial', answer(403, 'SomethingNew'), KEY, 'access is denied (SomethingNew)'],
]

const STATES: readonly Case[] = [
  ['being deleted', answer(409, 'ContainerBeingDeleted'), KEY, /being deleted: wait some minutes/],
  ['missing', answer(404, 'ContainerNotFound'), KEY, 'the container does not exist'],
  ['disabled', answer(409, 'AccountIsDisabled'), KEY, /disabled: look at its subscription/],
  ['busy', answer(503, 'ServerBusy'), KEY, /busy/],
  [
    'failing',
    answer(500, 'InternalError'),
    KEY,
    'Azure cannot answer for the moment (InternalError)',
  ],
  ['failing without a name', answer(502), KEY, 'Azure cannot answer for the moment (status 502)'],
  ['refusing', answer(400, 'SomethingNew'), KEY, 'Azure refused the request (SomethingNew)'],
]

const NETWORK: readonly Case[] = [
  [
    'an unknown host',
    noAnswer('ENOTFOUND'),
    KEY,
    /^there is no host mine\.blob\.core\.windows\.net: check the account name "mine" \(storage.azure.accountname\)/,
  ],
  ['no resolver', noAnswer('EAI_AGAIN'), KEY, /cannot be looked up: check the network/],
  ['nobody there', noAnswer('ECONNREFUSED'), KEY, /nothing answers at mine\.blob/],
  [
    'a reset',
    noAnswer('ECONNRESET'),
    KEY,
    'mine.blob.core.windows.net cannot be reached (ECONNRESET)',
  ],
  ['no name', new RestError('failed'), KEY, /cannot be reached \(RestError\)/],
  ['no time', new TimedOut('no answer within 60 s'), KEY, /did not answer in time/],
  [
    'an end in the middle',
    named('AbortError', 'aborted'),
    KEY,
    /the connection to mine.* broke off/,
  ],
  [
    'an address',
    new TypeError(`Invalid URL: https://mine/images?sig=${SIGNATURE}`),
    KEY,
    /^Invalid URL/,
  ],
  ['no error at all', 'word', KEY, 'word'],
]

const LOGINS: readonly Case[] = [
  ['no application', entra('AADSTS700016'), CLIENT, /no such application .* credentials.clientid/],
  ['a wrong secret', entra('AADSTS7000215'), CLIENT, /secret is wrong: check credentials.secret/],
  ['an old secret', entra('AADSTS7000222'), CLIENT, /client secret has expired/],
  ['no tenant', entra('AADSTS90002'), CLIENT, /no such tenant: check credentials.tenantid/],
  ['what is no tenant', entra('AADSTS900023'), CLIENT, /no tenant: check credentials.tenantid/],
  [
    'another code',
    entra('AADSTS50034'),
    CLIENT,
    'Microsoft Entra did not accept the login (AADSTS50034): check storage.azure.credentials',
  ],
  [
    'a machine without a login',
    named('CredentialUnavailableError', `tried ${CLIENT_SECRET}`),
    LOGIN,
    /no login to Azure: give it a managed identity, run "az login"/,
  ],
  [
    'one where all ways failed',
    named('AggregateAuthenticationError', `AADSTS500011: ${CLIENT_SECRET}`),
    LOGIN,
    /no login to Azure \(AADSTS500011\)/,
  ],
]

const secretsIn = (text: string): readonly string[] =>
  SECRETS.filter((secret) => text.includes(secret))

describe.each([
  ['a credential', CREDENTIALS],
  ['a right', RIGHTS],
  ['a state', STATES],
  ['the network', NETWORK],
  ['Microsoft Entra', LOGINS],
])('%s', (_, cases) => {
  test.each(cases)('%s', (_what, error, credential, said) => {
    const text = explain(error, config(credential))
    expect(text.slice(0, ABOUT.length)).toBe(ABOUT)
    const reason = text.slice(ABOUT.length)
    expect(reason).toMatch(said)
    expect(secretsIn(text)).toStrictEqual([])
  })
})

describe('whatever happens', () => {
  const errors = [CREDENTIALS, RIGHTS, STATES, NETWORK, LOGINS].flat().map(([, error]) => error)

  test.each([KEY, sas(), sas({ se: '2020-01-01' }), sas({ sp: 'r' }), LOGIN, CLIENT])(
    'no secret is told where the credential is $kind',
    (credential) => {
      const texts = errors.map((error) => explain(error, config(credential)))
      expect(secretsIn(texts.join('\n'))).toStrictEqual([])
    },
  )
})

test('of an emulator a refusal means the credential, not a firewall', () => {
  const serviceUrl = new URL('http://127.0.0.1:10000/mine')
  const text = explain(answer(403, 'AuthorizationFailure'), config(KEY, { serviceUrl }))
  expect(text).toContain('the account key is wrong')
})
