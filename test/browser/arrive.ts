import { openChromium, visit, type Visit } from './chromium.ts'
import { expectSeen } from './expect-seen.ts'

/** Somebody who follows the link that was printed, in a browser of their own; `cleanUp` closes it. */
export async function arrive(
  cleanUp: AsyncDisposableStack,
  { link }: { readonly link: () => string },
): Promise<Visit> {
  const here = await visit(cleanUp.use(await openChromium()))
  await here.page.goto(link())
  await expectSeen(here.page.getByRole('heading', { name: 'Overview' }))
  return here
}
