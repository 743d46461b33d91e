import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'

const cleanUp = cleanUpAfterAll()

async function serve(extraConfig: object = {}): Promise<RunningRegistry> {
  const { path: folder } = cleanUp.use(await temporaryFolder('serve-console'))
  const config = { log: { accesslog: { disabled: false } }, ...extraConfig }
  return cleanUp.use(await startRegistry({ program: 'berth', folder, extraConfig: config }))
}

/** Every link to the console that was printed so far. */
function linksIn({ output }: RunningRegistry): readonly URL[] {
  const found = output().matchAll(/^ {2}console {6}(http\S+)$/gm)
  return Array.from(found, ([, link = '']) => new URL(link))
}

/** What was printed, when it matches. */
async function printed({ output, url }: RunningRegistry, pattern: RegExp): Promise<void> {
  while (!pattern.test(output())) await send(`${url}/v2/`)
}

test('the banner holds a link that opens the console once, and the terminal the next one', async () => {
  const registry = await serve()
  await printed(registry, /Stop with Ctrl\+C/)
  const [link] = linksIn(registry)
  expect(link?.href).toMatch(`http://localhost:${registry.port}/?token=`)
  const open = () => send(`${registry.url}/${link?.search}`)
  expect(await open()).toMatchObject({ status: 303, headers: { location: '/' } })
  await printed(registry, /The console was opened\. Its next link:\n\n.*\n/)
  expect(linksIn(registry)).toHaveLength(2)
  expect(linksIn(registry)[1]?.search).not.toBe(link?.search)
  expect(await open()).toMatchObject({ status: 303, headers: { location: '/?link=used' } })
})

test.each([
  ['closed', { console: { addr: '0.0.0.0:0' } }, /console {6}closed: .*auth\.htpasswd/],
  ['switched off', { console: { enabled: false } }, /console {6}switched off/],
])('it says that the console is %s', async (_what, config, pattern) => {
  const { path: folder } = cleanUp.use(await temporaryFolder('serve-console'))
  await using registry = await startRegistry({ program: 'berth', folder, extraConfig: config })
  await printed(registry, pattern)
  expect(linksIn(registry)).toEqual([])
})
