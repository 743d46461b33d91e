import type { IncomingHttpHeaders } from 'node:http'
import { challengeFor } from '../sync/challenge.ts'

interface Told {
  readonly host: string
  readonly headers: IncomingHttpHeaders
  readonly realm: string
  readonly service: string
}

const PRODUCTS: readonly (readonly [product: string, isIt: (told: Told) => boolean])[] = [
  [
    'Azure Container Registry',
    ({ host, service }) => /\.azurecr\.(io|cn|us)$/.test(service || host),
  ],
  ['Docker Hub', ({ service }) => service === 'registry.docker.io'],
  ['GitHub Container Registry', ({ host }) => host === 'ghcr.io'],
  ['Amazon ECR', ({ host }) => /\.dkr\.ecr\..*\.amazonaws\.com$/.test(host)],
  ['Google Artifact Registry', ({ host }) => /(^|\.)gcr\.io$|-docker\.pkg\.dev$/.test(host)],
  ['Harbor', ({ service }) => service === 'harbor-registry'],
  ['GitLab', ({ realm }) => realm.endsWith('/jwt/auth')],
  ['Quay', ({ realm }) => realm.endsWith('/v2/auth')],
  ['Gitea', ({ service }) => service === 'container_registry'],
  ['Nexus', ({ headers }) => /^nexus/i.test(String(headers.server))],
  ['Artifactory', ({ headers }) => 'x-jfrog-version' in headers || 'x-artifactory-id' in headers],
  ['zot', ({ headers }) => /zot/i.test(String(headers.server))],
  // The others that say so leave out one or the other.
  [
    'Berth',
    ({ headers }) =>
      says2(headers) && /^[\da-f]+-[\da-z]+$/.test(String(headers['x-request-id'] ?? '')),
  ],
  ['Distribution', ({ headers }) => says2(headers)],
]

const says2 = (headers: IncomingHttpHeaders): boolean =>
  headers['docker-distribution-api-version'] === 'registry/2.0'

/** What a registry is, as far as its answer to `GET /v2/` tells. */
export function productOf({ hostname }: URL, headers: IncomingHttpHeaders): string | undefined {
  const bearer = challengeFor(headers['www-authenticate'] ?? '', 'bearer')?.parameters
  const { realm = '', service = '' } = bearer ?? {}
  const told = { host: hostname, headers, realm, service }
  return PRODUCTS.find(([, isIt]) => isIt(told))?.[0]
}
