import { ControlError } from '../control/control-error.ts'
import { openEngines, type OpenEngines } from '../engines/engines.ts'
import type { CheckLogin } from '../engines/login.ts'
import { hereAround } from '../engines/surroundings.ts'
import type { Doors } from '../open-doors.ts'
import { ownPort, pushHost } from '../whereabouts.ts'
import type { ConsoleParts } from './parts.ts'

/** The engines of this machine, and the registry that they are to reach. */
export function enginesFor(parts: ConsoleParts): OpenEngines {
  const { config, urls, probes, doors, log } = parts
  const { authenticator } = doors
  const { tls } = config.http
  const own = ownPort(urls)
  return openEngines({
    registry: {
      host: pushHost(config, urls),
      isLocal: own !== undefined && !config.http.host,
      hasUsers: authenticator !== undefined,
      ...(tls && { certificate: tls.certificate }),
      openProbe() {
        const probe = probes.open()
        const { repository, tag, close } = probe
        return { repository, tag, wasSeen: () => probe.wasSeen, close }
      },
    },
    // Under a name of its own it is reached in a way of its own.
    ...(own && !config.http.host && { own }),
    ...(authenticator && { checkLogin: loginCheck(authenticator) }),
    around: parts.around ?? hereAround(),
    log,
  })
}

function loginCheck(authenticator: NonNullable<Doors['authenticator']>): CheckLogin {
  return async (user, password) => {
    const header = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const { kind } = await authenticator.authenticate(header, 'console')
    if (kind === 'ok') return
    throw new ControlError('INVALID_INPUT', 'wrong user name or password', 'password')
  }
}
