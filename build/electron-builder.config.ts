import type { Configuration } from 'electron-builder'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { linux, LINUX_NAME } from './linux-packages.ts'
import type { Environment } from './linux-packages.ts'

const ROOT = resolve(import.meta.dirname, '..')
const ICONS = join(ROOT, 'build/icons/app')
const DESKTOP = join(ROOT, 'build/desktop')

/** Who publishes Berth says where by a variable; `.invalid` is reserved for addresses that do not exist. */
const HOMEPAGE = 'https://berth.invalid/'

/**
 * How the desktop app is packed and which installers are made of it; `npm run package` uses it.
 *
 * @param env `BERTH_HOMEPAGE`, `BERTH_MAINTAINER`, `BERTH_UPDATE_URL`, and those by which
 *   electron-builder signs: without them nothing is signed and nothing looks for updates.
 */
export function packaging(env: Environment): Configuration {
  return {
    ...whatIsPacked(),
    ...whoseItIs(env),
    ...FUSED,
    mac: mac(env),
    win: { target: 'nsis', icon: join(ICONS, 'berth.ico'), extraResources: command('berth.cmd') },
    // For the person who installs, without an administrator; images stay when the app goes.
    nsis: {
      artifactName: '${productName}-Setup-${version}-${arch}.${ext}',
      include: join(DESKTOP, 'installer.nsh'),
    },
    ...linux(env),
    // An address is only written down; the app asks before it fetches anything from there.
    publish: env['BERTH_UPDATE_URL']
      ? [{ provider: 'generic', url: env['BERTH_UPDATE_URL'] }]
      : null,
  }
}

const whatIsPacked = (): Configuration => ({
  directories: { output: join(ROOT, 'release'), buildResources: join(ROOT, 'build') },
  files: [
    'package.json',
    'LICENSE',
    'dist/{electron,renderer,icons}/**',
    '!**/*.map',
    {
      from: 'node_modules/keytar',
      to: 'node_modules/keytar',
      filter: [
        'package.json',
        'LICENSE.md',
        'lib/*.js',
        'prebuilds/${platform}-${arch}/keytar.node',
      ],
    },
  ],
  asar: true,
  // The system loads native code from real files only.
  asarUnpack: ['**/*.node'],
  // Everything else is bundled, and keytar brings what is built: so nothing is collected, nothing rebuilt.
  beforeBuild: () => Promise.resolve(false),
  // What Electron shows by itself, which would only be another way in.
  afterExtract: ({ appOutDir, electronPlatformName }) =>
    rm(join(appOutDir, resourcesOf(electronPlatformName), 'default_app.asar'), { force: true }),
})

/** In Electron as it comes, before it gets its name. */
const resourcesOf = (platform: string): string =>
  platform === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources'

function whoseItIs(env: Environment): Configuration {
  return {
    appId: 'app.berth.desktop',
    productName: 'Berth',
    copyright: 'Copyright © the Berth authors',
    extraMetadata: {
      main: 'dist/electron/main.js',
      author: 'The Berth authors',
      homepage: env['BERTH_HOMEPAGE'] || HOMEPAGE,
      desktopName: `${LINUX_NAME}.desktop`,
    },
  }
}

/** What the program can be talked into by those who can start it: nothing but to be Berth. */
const FUSED: Configuration = {
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
  },
}

function mac(env: Environment): NonNullable<Configuration['mac']> {
  const isSigned = Boolean(env['CSC_LINK'] || env['CSC_NAME'])
  const isNotarised = ['APPLE_API_KEY', 'APPLE_ID', 'APPLE_KEYCHAIN_PROFILE'].some((k) => env[k])
  return {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    icon: join(ICONS, 'berth.icns'),
    // Archives of images can be dropped on its icon; they open with what they did before.
    fileAssociations: [{ ext: 'tar', role: 'Viewer', rank: 'Alternate' }],
    extraResources: command('berth-mac.sh', 'berth'),
    // Apple's processors start nothing unsigned; `-` signs for nobody, which holds on this Mac only.
    ...(isSigned ? {} : { identity: '-' }),
    hardenedRuntime: isSigned,
    notarize: isSigned && isNotarised,
  }
}

/** Laid where `berth` can be called from, `resources/bin` of the app. */
const command = (file: string, name = file) => [{ from: join(DESKTOP, file), to: `bin/${name}` }]

export default packaging(process.env)
