import {
  createHttpHeaders,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline'

/**
 * A stand-in for Microsoft Entra behind the client library's own HTTP client: it answers as the documents
 * say, and is no proof that the real one does.
 */
export interface FakeEntra {
  /** For the client library. */
  readonly reach: Readonly<Record<string, unknown>>
  /** What it was asked for tokens with, by `grant_type`. */
  readonly grants: string[]
  /** The person has entered the code. */
  approve(): void
}

const AUTHORITY = 'https://login.entra.invalid'
const TENANT = '11111111-1111-4111-8111-111111111111'
const PERSON = '22222222-2222-4222-8222-222222222222'

export function fakeEntra(): FakeEntra {
  const grants: string[] = []
  let isApproved = false
  function answer(url: URL, form: URLSearchParams): readonly [number, unknown] {
    if (url.pathname.endsWith('/openid-configuration')) return [200, metadata()]
    if (url.pathname.endsWith('/devicecode')) return [200, deviceCode()]
    if (!url.pathname.endsWith('/token')) return [404, {}]
    grants.push(form.get('grant_type') ?? '')
    const isDevice = form.get('grant_type')?.includes('device_code') ?? false
    if (isDevice && !isApproved) return [400, { error: 'authorization_pending' }]
    return [200, tokens(grants.length, form.get('client_id') ?? '')]
  }
  return {
    grants,
    approve: () => void (isApproved = true),
    reach: {
      authorityHost: AUTHORITY,
      disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 },
      httpClient: {
        async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
          const form = new URLSearchParams(String(request.body ?? ''))
          const [status, body] = answer(new URL(request.url), form)
          const headers = createHttpHeaders({ 'content-type': 'application/json' })
          return { request, status, headers, bodyAsText: JSON.stringify(body) }
        },
      },
    },
  }
}

const metadata = () => ({
  authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/authorize`,
  token_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/token`,
  device_authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/devicecode`,
  end_session_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/logout`,
  jwks_uri: `${AUTHORITY}/${TENANT}/discovery/v2.0/keys`,
  issuer: `${AUTHORITY}/${TENANT}/v2.0`,
})

const deviceCode = () => ({
  user_code: 'ABCD-EFGH',
  device_code: 'the-device-code',
  verification_uri: 'https://microsoft.com/devicelogin',
  expires_in: 900,
  interval: 0.05,
  message: 'enter the code',
})

function tokens(at: number, audience: string) {
  const claims = {
    aud: audience,
    iss: `${AUTHORITY}/${TENANT}/v2.0`,
    iat: 1,
    exp: 9_999_999_999,
    oid: PERSON,
    sub: PERSON,
    tid: TENANT,
    preferred_username: 'ada@example.com',
    ver: '2.0',
  }
  return {
    token_type: 'Bearer',
    scope: 'https://storage.azure.com/.default',
    expires_in: at === 1 ? 1 : 3_600,
    access_token: `access-token-${at}`,
    refresh_token: `refresh-token-${at}`,
    id_token: `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`,
    client_info: encoded({ uid: PERSON, utid: TENANT }),
  }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
