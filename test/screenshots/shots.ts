import type { Page } from 'playwright-core'
import type { Place } from '../../renderer/place.ts'

/** A picture of the console. */
export interface Shot {
  /** Below the console's address. */
  readonly path: string
  /** Brings about what is to be seen, and waits for it; that nothing loads any more is waited for after it. */
  readonly show: (page: Page) => Promise<void>
  /** With a push on its way. */
  readonly moving?: true
}

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor()

const row = (page: Page, table: string, name: string | RegExp): Promise<void> =>
  page.getByRole('grid', { name: table }).getByRole('row', { name }).first().waitFor()

/** A picture of every page that has an address. */
const PAGES: Readonly<Record<Exclude<Place['page'], 'unknown'>, Shot>> = {
  overview: {
    path: '',
    moving: true,
    show: (page) => page.getByRole('link', { name: 'team/api:main' }).waitFor(),
  },
  images: { path: 'images', show: (page) => row(page, 'Repositories', 'team/api') },
  repository: { path: 'images/team/api', show: (page) => row(page, 'Tags', 'v1.6.0') },
  image: {
    path: 'images/team/api:v1.6.0',
    show: (page) => page.getByRole('table', { name: 'Layers' }).waitFor(),
  },
  files: {
    path: 'images/team/api:v1.6.0/files',
    async show(page) {
      await page.getByRole('row', { name: /srv/ }).first().waitFor()
      await page.getByText(/^Reading the layers/).waitFor({ state: 'detached' })
    },
  },
  space: {
    path: 'images/team/api:v1.6.0/space',
    show: (page) => page.getByText('var/lib/dpkg/status').first().waitFor(),
  },
  compare: {
    path: 'compare?a=team/api:v1.4.1&b=team/api:v1.6.0',
    show: (page) => page.getByRole('heading', { name: 'Layers' }).waitFor(),
  },
  import: { path: 'import', show: (page) => heading(page, 'Import') },
  sync: {
    path: 'sync',
    show: (page) => page.getByRole('table', { name: 'History' }).waitFor(),
  },
  'sync-plan': {
    path: 'sync',
    async show(page) {
      await page.getByRole('button', { name: 'What to do with the sync with azure' }).click()
      await page.getByRole('menuitem', { name: 'Show plan' }).click()
      await row(page, 'Images', 'team/api:main')
    },
  },
  'sync-run': { path: 'sync/run/1', show: (page) => row(page, 'Images', 'team/api:main') },
  activity: {
    path: 'activity',
    moving: true,
    show: (page) => row(page, 'History', 'team/api:main'),
  },
  credentials: {
    path: 'credentials',
    show: (page) => page.getByRole('row', { name: 'alice' }).waitFor(),
  },
  doctor: {
    path: 'doctor',
    show: (page) => page.getByText('There is no problem.').waitFor(),
  },
  care: {
    path: 'care',
    show: (page) => page.getByRole('table', { name: 'Largest repositories' }).waitFor(),
  },
  logs: {
    path: 'logs',
    async show(page) {
      await page.getByRole('searchbox').fill('manifests')
      await page.getByRole('log').getByText('manifests/main').last().waitFor()
    },
  },
  audit: { path: 'audit', show: (page) => row(page, 'Changes, the newest first', 'Tags deleted') },
  setup: {
    path: 'setup',
    show: (page) => page.getByRole('heading', { name: 'Where images live' }).waitFor(),
  },
  settings: { path: 'settings', show: (page) => heading(page, 'Settings') },
}

/** What lies over a page. */
const OVER_PAGES = {
  delete: {
    path: 'images/team/api?sort=name',
    async show(page) {
      for (const tag of ['main', 'v1.4.1']) {
        await page.getByRole('row', { name: tag }).getByRole('checkbox').check()
      }
      await page.getByRole('button', { name: 'Delete 2 tags…' }).click()
      await page
        .getByRole('alertdialog')
        .getByText(/^Frees/)
        .waitFor()
    },
  },
  palette: {
    path: 'images',
    async show(page) {
      await row(page, 'Repositories', 'team/api')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('api')
      await page.getByRole('option', { name: 'team/api' }).waitFor()
    },
  },
} as const satisfies Record<string, Shot>

/** Pictures of a registry that is in use, seen by somebody who logged in; what moves leaves lines in the log, so it comes last. */
export const SHOTS: Readonly<Record<string, Shot>> = Object.fromEntries(
  Object.entries<Shot>({ ...PAGES, ...OVER_PAGES }).toSorted(
    ([, a], [, b]) => Number(a.moving ?? false) - Number(b.moving ?? false),
  ),
)

/** The same before the login. */
export const LOGIN: Shot = { path: '', show: (page) => heading(page, 'Log in') }

/** The first start, with nothing in it. */
export const FIRST_START: Shot = {
  path: '',
  show: (page) => page.getByText('Nothing was pushed yet').waitFor(),
}

/** Names of all pictures, without the theme that ends them. */
export const NAMES: readonly string[] = [...Object.keys(SHOTS), 'login', 'overview-empty']

/** Each picture is there in both. */
export const THEMES = ['light', 'dark'] as const

/** @returns the name of its file, `images-dark.png` */
export const fileOf = (name: string, theme: (typeof THEMES)[number]): string =>
  `${name}-${theme}.png`
