import type { Page } from 'playwright-core'

/** All that the scripts of a page hold on to, as text; what nobody holds any more is collected before. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

/** What is in a page to be read: its document, its fields, and what it keeps in the browser. */
export async function contentOf(page: Page): Promise<string> {
  const kept = await page.evaluate(() => {
    const fields = Array.from(document.querySelectorAll('input,textarea'), (field) =>
      String((field as HTMLInputElement).value),
    )
    return [...fields, JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href]
  })
  return [await page.content(), ...kept].join('\n')
}
