import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installedElectron } from '../../build/electron-program.ts'

/** Something outside the project that a suite needs. */
export interface Tool {
  /** What is missing or wrong here, in words; `undefined` when the suite can use it. */
  readonly missing: () => string | undefined
  /** The Debian packages that bring it; a later one only counts where the earlier do not do. */
  readonly debianPackages: readonly string[]
  /** What a person does about it when it is missing. */
  readonly remedy: string
  /** Services that the packages would start with the machine; no suite needs them. */
  readonly services: readonly string[]
}

/** True when an executable file of this name lies on PATH. */
function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function packaged(
  commands: readonly string[],
  debianPackages: readonly string[],
  services: readonly string[] = [],
): Tool {
  return {
    missing: () => {
      const absent = commands.filter((command) => !onPath(command))
      return absent.length === 0 ? undefined : `${absent.join(' and ')} not on PATH`
    },
    debianPackages,
    remedy: `apt-get install ${debianPackages[0]}`,
    services,
  }
}

/** Bit 21 of the effective set (linux/capability.h): mounting, which container tools need. */
const CAP_SYS_ADMIN = 1n << 21n

function missingPrivilege(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux'
  if (process.getuid?.() !== 0) return 'not root'
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'
  return (BigInt(`0x${effective}`) & CAP_SYS_ADMIN) === 0n ? 'root may not mount here' : undefined
}

/** A keyring, a session for it, and the library through which keytar reaches it. */
function missingKeyring(): string | undefined {
  const commands = ['dbus-run-session', 'dbus-send', 'gnome-keyring-daemon']
  const absent = commands.find((command) => !onPath(command))
  if (absent !== undefined) return `${absent} not on PATH`
  const libraries = globSync('/usr/lib{,64}/{,*-linux-*/}libsecret-1.so.0')
  return libraries.length === 0 ? 'no libsecret' : undefined
}

/** Every outside tool that a suite may ask for, by the name it asks with. */
const TOOLS = {
  tar: packaged(['tar'], ['tar']),
  docker: packaged(
    ['docker', 'dockerd'],
    ['docker.io', 'docker-cli'],
    ['docker.service', 'docker.socket'],
  ),
  busybox: packaged(['busybox', 'tcpsvd'], ['busybox-static', 'ipsvd']),
  unshare: packaged(['unshare', 'ip'], ['util-linux', 'iproute2']),
  podman: packaged(['podman'], ['podman']),
  buildah: packaged(['buildah'], ['buildah']),
  skopeo: packaged(['skopeo'], ['skopeo']),
  'docker-registry': packaged(
    ['docker-registry'],
    ['docker-registry'],
    ['docker-registry.service'],
  ),
  nginx: packaged(['nginx'], ['nginx'], ['nginx.service']),
  chromium: packaged(['chromium'], ['chromium']),
  // No suite needs it; those that need Chromium take half as long with it.
  'headless-shell': packaged(['chromium-headless-shell'], ['chromium-headless-shell']),
  htpasswd: packaged(['htpasswd'], ['apache2-utils']),
  curl: packaged(['curl'], ['curl']),
  openssl: packaged(['openssl'], ['openssl']),
  keyring: {
    missing: missingKeyring,
    debianPackages: ['gnome-keyring', 'libsecret-1-0', 'dbus'],
    services: [],
    remedy: 'apt-get install gnome-keyring libsecret-1-0 dbus',
  },
  promtool: packaged(['promtool'], ['prometheus'], ['prometheus.service']),
  script: packaged(['script'], ['bsdutils']),
  mount: packaged(['mount', 'umount'], ['mount']),
  electron: {
    missing: () => (installedElectron() ? undefined : 'the binary of Electron is not here'),
    debianPackages: [],
    services: [],
    remedy: 'node node_modules/electron/install.js fetches it from GitHub',
  },
  procfs: {
    missing: () => (existsSync('/proc/self/status') ? undefined : 'no /proc here'),
    debianPackages: [],
    services: [],
    remedy: 'run on Linux',
  },
  privilege: {
    missing: missingPrivilege,
    debianPackages: [],
    services: [],
    remedy: 'run on Linux as root with CAP_SYS_ADMIN (in a container: --privileged)',
  },
} satisfies Record<string, Tool>

/** A name in {@link TOOLS}. */
export type ToolName = keyof typeof TOOLS

/** The tool of that name, with its optional fields visible. */
export function tool(name: ToolName): Tool {
  return TOOLS[name]
}

/** The names in {@link TOOLS}, in the order they are written. */
export function toolNames(): ToolName[] {
  return Object.keys(TOOLS).filter((name): name is ToolName => name in TOOLS)
}
