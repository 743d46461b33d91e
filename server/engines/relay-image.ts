import { ControlError } from '../control/control-error.ts'
import { askApi, callApi, type ApiAddress } from './engine-http.ts'
import { errorIn } from './pull.ts'

/** Any BusyBox does: it is the smallest image with all that a relay needs, for every platform. */
const NAMES = /^(?:docker\.io\/(?:library\/)?)?busybox:/
const NEWEST = 'docker.io/library/busybox:stable'

/** BusyBox in the engine, fetched from Docker Hub where it has none. @throws ControlError UNAVAILABLE */
export async function relayImage(api: ApiAddress, signal: AbortSignal): Promise<string> {
  const images = await askApi<
    readonly { readonly Id: string; readonly RepoTags?: string[] | null }[]
  >(api, { path: '/images/json', signal })
  const found = images.find(({ RepoTags: tags }) => tags?.some((tag) => NAMES.test(tag)))
  return found?.Id ?? (await fetchImage(api, signal))
}

async function fetchImage(api: ApiAddress, signal: AbortSignal): Promise<string> {
  const query = new URLSearchParams({ fromImage: 'docker.io/library/busybox', tag: 'stable' })
  const path = `/images/create?${query}`
  const { status, text } = await callApi(api, { method: 'POST', path, signal })
  const why = errorIn(text)
  if (status < 400 && !why) return NEWEST
  throw new ControlError(
    'UNAVAILABLE',
    `The relay needs the image busybox, and the engine could not fetch it: ${why ?? text.trim().slice(0, 200)}. Where there is no way to Docker Hub, bring it in a file with “docker save busybox” there and “docker load” here, and try again.`,
  )
}
