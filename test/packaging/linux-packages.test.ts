import { readFile, stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { pack } from './pack.ts'

/** What a package would be made from, up to the tool that makes it. */
interface Order {
  readonly args: readonly string[]
  readonly desktopEntry: string
}

async function orderFor(target: string): Promise<Order | undefined> {
  let order: Order | undefined
  const packed = await pack(target, async ([args, entry]) => {
    order = { args, desktopEntry: await readFile(entry, 'utf8') }
    return true
  })
  await packed[Symbol.asyncDispose]()
  return order
}

/** The file that is installed at `path`. */
const sourceOf = (args: readonly string[], path: string): string | undefined =>
  args.find((arg) => arg.endsWith(`=${path}`))?.slice(0, -`=${path}`.length)

describe.each(['deb', 'rpm'])('a package of the kind %s', (target) => {
  test('brings the app, its command, its entry in the menu and its icons', async () => {
    const { args = [] } = (await orderFor(target)) ?? {}
    expect(sourceOf(args, '/opt/Berth')).toMatch(/unpacked\/$/)
    expect(sourceOf(args, '/usr/share/applications/berth-desktop.desktop')).toBeDefined()
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
      const icon = `/usr/share/icons/hicolor/${size}x${size}/apps/berth-desktop.png`
      expect(sourceOf(args, icon)).toBeDefined()
    }
    const command = sourceOf(args, '/usr/bin/berth') ?? ''
    const { mode } = await stat(command)
    // oxlint-disable-next-line no-bitwise -- that is how a mode is read
    expect(mode & 0o111).toBe(0o111)
  })

  test('says what it is and who answers for it', async () => {
    const { args = [] } = (await orderFor(target)) ?? {}
    const valueOf = (option: string) => args[args.indexOf(option) + 1]
    expect(valueOf('--name')).toBe('berth')
    expect(valueOf('--license')).toBe('MIT')
    expect(valueOf('--maintainer')).toMatch(/^The Berth authors <.+@.+>$/)
    expect(valueOf('--description')).toContain('private container registry')
  })

  test('stands in the menu among the tools of developers', async () => {
    const order = await orderFor(target)
    expect(order?.desktopEntry.split('\n')).toEqual(
      expect.arrayContaining([
        'Name=Berth',
        'Exec=/opt/Berth/berth-desktop %U',
        'Icon=berth-desktop',
        'StartupWMClass=berth-desktop',
        'Categories=Development;',
      ]),
    )
  })
})
