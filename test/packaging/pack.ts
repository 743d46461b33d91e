import { join } from 'node:path'
import { archFromString, build, Platform } from 'electron-builder'
import { packaging } from '../../build/electron-builder.config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { makeCheckout } from './checkout.ts'

/** What packing left behind; disposing of it removes it. */
export interface Packed extends AsyncDisposable {
  /** The folder of the app as it is installed. */
  readonly app: string
}

/** What electron-builder is about to hand to the tool that makes a package: its arguments, and a desktop entry. */
export type PackageOrder = (options: readonly [readonly string[], string]) => Promise<boolean>

/**
 * Packs for real, as for Linux, with electron-builder and Berth's own configuration; a made-up checkout
 * and a stand-in for Electron's program are all that is not real.
 *
 * @param target a kind of package, or `dir` for the app alone
 * @param ordered is told what the package would be made from, and answers true in place of the tool
 */
export async function pack(target: string, ordered?: PackageOrder): Promise<Packed> {
  const folder = await temporaryFolder('packing')
  const checkout = await makeCheckout(join(folder.path, 'checkout'))
  const output = join(folder.path, 'out')
  await build({
    projectDir: checkout.path,
    config: {
      ...packaging({}),
      electronDist: checkout.electron,
      directories: { output, buildResources: 'build' },
    },
    targets: Platform.LINUX.createTarget(target, archFromString(process.arch)),
    publish: 'never',
    ...(ordered && { effectiveOptionComputed: ordered }),
  })
  const name = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`
  return { app: join(output, name), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}
