import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Certificate } from './certificate.ts'
import { isRunning, spawnTethered, stop } from './child.ts'
import { temporaryFolder } from './folder.ts'
import { freePort } from './port.ts'

/** A reverse proxy. */
export interface Nginx extends AsyncDisposable {
  /** `https://127.0.0.1:PORT`, or `http://…` without a certificate. */
  readonly url: string
  /** `127.0.0.1:PORT`. */
  readonly host: string
}

/** A part of the site that nginx hands on. */
export interface Location {
  readonly path: string
  /**
   * Argument of `proxy_pass`; or several registries, as HOST:PORT, which get the requests in turn.
   * Answers then say in {@link SERVED_BY} whose they are.
   */
  readonly upstream: string | readonly string[]
  /** Arguments of `proxy_redirect`, which rewrites the `Location` of answers. */
  readonly rewrite?: string
}

/** The HOST:PORT, or several where nginx had to try again, that an answer is from. */
export const SERVED_BY = 'x-served-by'

const PATIENCE = 10_000
const POLL_INTERVAL = 50

/** The settings that registry manuals give for nginx. */
const PROXY_SETTINGS = `
      proxy_set_header Host $http_host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_http_version 1.1;
      proxy_request_buffering off;
      proxy_read_timeout 900;`

/** Starts nginx on a free port, with TLS where it gets a certificate, and waits for the port. */
export async function startNginx(
  certificate: Certificate | undefined,
  locations: readonly Location[],
): Promise<Nginx> {
  await using cleanUp = new AsyncDisposableStack()
  const folder = cleanUp.use(await temporaryFolder('nginx')).path
  const port = await freePort()
  await mkdir(join(folder, 'temp'))
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port, certificate, locations))
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr']
  const child = spawnTethered('nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  cleanUp.defer(() => stop(child))
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  const deadline = Date.now() + PATIENCE
  while (!(await accepts(port))) {
    if (!isRunning(child) || Date.now() > deadline) throw new Error(`nginx did not start: ${log}`)
    await delay(POLL_INTERVAL)
  }
  const started = cleanUp.move()
  const host = `127.0.0.1:${port}`
  const url = `${certificate ? 'https' : 'http'}://${host}`
  return { host, url, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

function configuration(
  folder: string,
  port: number,
  certificate: Certificate | undefined,
  locations: readonly Location[],
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(folder, 'temp', kind)};\n`,
  )
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}daemon off;
pid ${join(folder, 'pid')};
error_log stderr;
events { worker_connections 4096; }
http {
  access_log off;
${temporary.join('')}${locations.map(upstreamBlock).join('')}  server {
    listen 127.0.0.1:${port}${certificate ? ' ssl' : ''};${certificateLines(certificate)}
    client_max_body_size 0;
    chunked_transfer_encoding on;${locations.map(locationBlock).join('')}
  }
}
`
}

function certificateLines(certificate: Certificate | undefined): string {
  if (!certificate) return ''
  return `
    ssl_certificate ${certificate.certificate};
    ssl_certificate_key ${certificate.key};`
}

/** No connection is kept, so that the servers take turns by the request. */
function upstreamBlock({ upstream }: Location, index: number): string {
  if (typeof upstream === 'string') return ''
  const servers = upstream.map((host) => `    server ${host};\n`)
  return `  upstream registries_${index} {\n${servers.join('')}  }\n`
}

function locationBlock({ path, upstream, rewrite = 'off' }: Location, index: number): string {
  const target = typeof upstream === 'string' ? upstream : `http://registries_${index}`
  const served =
    typeof upstream === 'string'
      ? ''
      : `
      add_header ${SERVED_BY} $upstream_addr always;`
  return `
    location ${path} {
      proxy_pass ${target};
      proxy_redirect ${rewrite};${PROXY_SETTINGS}${served}
    }`
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const answer = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
