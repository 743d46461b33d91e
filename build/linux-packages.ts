import type { Configuration } from 'electron-builder'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/** Who answers for the packages; `.invalid` is reserved for addresses that do not exist. */
const MAINTAINER = 'The Berth authors <authors@berth.invalid>'

/** The program, and the desktop entry by which Linux knows whose window one is. `berth` is the command. */
export const LINUX_NAME = 'berth-desktop'

/** Variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The part of {@link file://./electron-builder.config.ts} that Linux needs. */
export function linux(env: Environment): Configuration {
  const command = `${join(ROOT, 'build/desktop/berth-linux.sh')}=/usr/bin/berth`
  return {
    linux: {
      target: ['AppImage', 'deb', 'rpm'],
      icon: join(ROOT, 'build/icons/app'),
      executableName: LINUX_NAME,
      syncDesktopName: true,
      category: 'Development',
      synopsis: 'A private container registry',
      maintainer: env['BERTH_MAINTAINER'] || MAINTAINER,
      vendor: 'The Berth authors',
      desktop: {
        entry: {
          GenericName: 'Container registry',
          Keywords: 'docker;podman;oci;registry;container;image;',
        },
      },
    },
    // This one runs without the FUSE 2 that distributions have given up.
    toolsets: { appimage: '1.0.3' },
    deb: { depends: DEB_DEPENDS, recommends: [], packageCategory: 'devel', fpm: [command] },
    rpm: { depends: RPM_DEPENDS, fpm: [command] },
  }
}

/** What Chromium needs, and libsecret, by which secrets come into the keyring. */
const DEB_DEPENDS = [
  'libsecret-1-0',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libuuid1',
  'xdg-utils',
]

/** The same, as Fedora and as openSUSE call it. */
const RPM_DEPENDS = [
  '(libsecret or libsecret-1-0)',
  'gtk3',
  'libnotify',
  '(nss or mozilla-nss)',
  '(libXScrnSaver or libXss1)',
  '(libXtst or libXtst6)',
  'at-spi2-core',
  '(mesa-libgbm or libgbm1)',
  '(alsa-lib or libasound2)',
  '(libuuid or libuuid1)',
  'xdg-utils',
]
