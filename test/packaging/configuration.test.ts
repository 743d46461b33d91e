import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { describe, expect, test } from 'vitest'
import { packaging } from '../../build/electron-builder.config.ts'

const PUBLISHED = {
  BERTH_HOMEPAGE: 'https://berth.example/',
  BERTH_MAINTAINER: 'Somebody <somebody@berth.example>',
  BERTH_UPDATE_URL: 'https://berth.example/updates',
}
const SIGNED = { CSC_LINK: '/keys/apple.p12', CSC_KEY_PASSWORD: 'secret' }
const NOTARISED = { ...SIGNED, APPLE_API_KEY: '/keys/apple.p8' }

type Arguments = Parameters<typeof validateConfiguration>

const check = (config: object): Promise<void> =>
  // The second argument gathers what only an option for debugging shows.
  validateConfiguration(config as Arguments[0], { isEnabled: false } as Arguments[1])

test.each([{}, PUBLISHED, SIGNED, NOTARISED])(
  'electron-builder knows everything that it is told with %o',
  async (env) => {
    await expect(check(packaging(env))).resolves.toBeUndefined()
  },
)

test('it would complain of what it does not know', async () => {
  await expect(check({ ...packaging({}), asarUnpacked: [] })).rejects.toThrow(/asarUnpacked/)
})

test('each system gets its own kinds of installers', () => {
  const { mac, win, linux } = packaging({})
  expect(mac?.target).toStrictEqual(['dmg', 'zip'])
  expect(win?.target).toBe('nsis')
  expect(linux?.target).toStrictEqual(['AppImage', 'deb', 'rpm'])
})

test.each(['deb', 'rpm'] as const)('%s brings the library that reaches the keyring', (target) => {
  expect(packaging({})[target]?.depends?.join(' ')).toContain('libsecret')
})

describe('an app for macOS', () => {
  test('is signed for nobody where nobody is named', () => {
    expect(packaging({ CSC_LINK: '' }).mac).toMatchObject({
      identity: '-',
      hardenedRuntime: false,
      notarize: false,
    })
  })

  test('is signed by whom the variables name, and not notarised without a login for it', () => {
    expect(packaging(SIGNED).mac).toMatchObject({ hardenedRuntime: true, notarize: false })
    expect(packaging(SIGNED).mac).not.toHaveProperty('identity')
  })

  test('is notarised where both are there', () => {
    expect(packaging(NOTARISED).mac).toMatchObject({ hardenedRuntime: true, notarize: true })
    const { CSC_LINK: _, ...unsigned } = NOTARISED
    expect(packaging(unsigned).mac).toMatchObject({ notarize: false })
  })
})

describe('updates', () => {
  test('are looked for nowhere by default', () => {
    expect(packaging({}).publish).toBeNull()
  })

  test('are looked for at the address that a variable names', () => {
    expect(packaging(PUBLISHED).publish).toStrictEqual([
      { provider: 'generic', url: 'https://berth.example/updates' },
    ])
  })
})
