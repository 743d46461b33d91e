import { hostname, networkInterfaces } from 'node:os'

/** How other machines, and this one, may call this machine. */
export interface MachineNames {
  /** Lower case, at most 253 characters; `localhost` the last. */
  readonly names: readonly string[]
  /** Addresses that other machines can reach, then those of this one alone. */
  readonly addresses: readonly string[]
}

const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

/** @param host as the system says */
export function machineNames(host = hostname(), interfaces = networkInterfaces()): MachineNames {
  const found = Object.values(interfaces)
    .flatMap((all) => all ?? [])
    // An address of the link alone means nothing without its interface.
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address)
  return { names: namesFor(host.toLowerCase()), addresses: [...new Set(found), '127.0.0.1', '::1'] }
}

/** `berth` is `berth.local` as well where the network has multicast DNS. */
function namesFor(host: string): readonly string[] {
  const bare = host.replace(/\.local$/, '')
  const all = host.includes('.') && bare === host ? [host] : [bare, `${bare}.local`]
  return [...new Set([...all.filter((name) => DNS_NAME.test(name)), 'localhost'])]
}
