import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, layerOf, push } from './images-content.ts'

const BASE = layerOf(60_000)

describeWith(['chromium'], 'the images', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    here = await arrive(cleanUp, berth)
  })

  const table = () => here.page.getByRole('grid', { name: 'Repositories' })
  const names = () => table().getByRole('link').allTextContents()
  const add = (repository: string, appSize: number) =>
    push(berth.registry.url, repository, 'v1', builtImage(BASE, layerOf(appSize)))

  test('teach how to push the first one', async () => {
    const { page } = here
    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await expectSeen(page.getByText('No images yet'))
    await expectSeen(page.getByText(`docker push localhost:${berth.registry.port}/busybox`))
  })

  test('show up as they are pushed', async () => {
    await add('team/api', 9_000)
    await expectSeen(table().getByRole('link', { name: 'team/api' }))
    await add('team/web', 80_000)
    await add('ops/mailer', 100)
    await expectSeen(here.page.getByText('3 repositories'))
    expect(await names()).toEqual(['ops/mailer', 'team/web', 'team/api'])
  })

  test('tell what is shared from what is not', async () => {
    const row = table().getByRole('row', { name: 'team/api' })
    await expectSeen(row.getByRole('img', { name: /58\.6 KiB of it is in other repositories/ }))
    await expectSeen(row.getByText(/^8\d\s%$/))
  })

  test('are sorted by a click, in the address as well', async () => {
    const { page } = here
    await table().getByRole('button', { name: 'Size' }).click()
    await expectSeen(table().getByRole('columnheader', { name: 'Size' }))
    await page.waitForURL(`${berth.url}images?sort=-size`)
    await expect.poll(names).toEqual(['team/web', 'team/api', 'ops/mailer'])
    await table().getByRole('button', { name: 'Repository' }).click()
    await expect.poll(names).toEqual(['ops/mailer', 'team/api', 'team/web'])
    await page.goto(`${berth.url}images?sort=-name`)
    await expect.poll(names).toEqual(['team/web', 'team/api', 'ops/mailer'])
  })

  test('are found while one types, in the address as well', async () => {
    const { page } = here
    await page.getByRole('searchbox', { name: 'Search repositories' }).fill('team')
    await expectGone(table().getByRole('link', { name: 'ops/mailer' }))
    await expectSeen(page.getByText('2 repositories fit the search'))
    expect(page.url()).toContain('search=team')
    await page.reload()
    await expectSeen(page.getByText('2 repositories fit the search'))
  })

  test('that are not found leave a way back', async () => {
    const { page } = here
    await page.getByRole('searchbox', { name: 'Search repositories' }).fill('nothing like it')
    await expectSeen(page.getByText('No repository fits “nothing like it”'))
    await page.getByRole('button', { name: 'Show all repositories' }).click()
    await expectSeen(page.getByText('3 repositories'))
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
  })

  test('are found, walked and opened by keyboard alone', async () => {
    const { page } = here
    await page.goto(`${berth.url}images?sort=name`)
    await expectSeen(table())
    await page.getByRole('searchbox', { name: 'Search repositories' }).focus()
    await page.keyboard.type('team')
    await page.keyboard.press('ArrowDown')
    await expectSeen(page.getByText('2 repositories fit the search'))
    expect(await table().evaluate((grid) => grid.matches(':focus-visible'))).toBe(true)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/web`)
    await page.goBack()
    await expectSeen(page.getByText('2 repositories fit the search'))
    // Where one was: Enter opens the same once more.
    await expect.poll(() => table().evaluate((grid) => grid === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/web`)
    await page.goBack()
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
