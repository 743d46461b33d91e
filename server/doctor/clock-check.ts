import type { DoctorFinding } from '../control/doctor-contract.ts'

/** Azure refuses what is signed with a clock that is off by more than 15 minutes; TLS minds less. */
const MOST = 5 * 60_000

/** This machine's clock beside a server's. @param url asked for its `Date`; none where nothing is reached anyway */
export async function lookAtClock(
  url: URL | undefined,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const here = new Date()
  const [day, time = ''] = here.toISOString().split('T')
  const text = `This machine’s clock says ${day} ${time.slice(0, 5)} UTC.`
  const there = url && (await dateOf(url, signal))
  if (there === undefined) {
    return [{ state: 'ok', text: `${text} There is no server to compare it with.` }]
  }
  const off = Math.abs(here.getTime() - there)
  if (off <= MOST) return [{ state: 'ok', text: `${text} ${url?.host} agrees.` }]
  return [
    {
      state: 'problem',
      text: `${text} It is off by ${Math.round(off / 60_000)} minutes, as ${url?.host} has it.`,
      todo: 'Let the system set its clock from the network: logins and certificates depend on it.',
    },
  ]
}

async function dateOf(url: URL, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    const time = Date.parse(headers.get('date') ?? '')
    return Number.isNaN(time) ? undefined : time
  } catch {
    // That it is not reached is told by the check of storage.
    return undefined
  }
}
