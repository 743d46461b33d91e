import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { icnsOf, icoOf } from './icon-containers.ts'
import { ICONS, MADE_FOLDERS } from './icon-table.ts'
import type { Frame, Icon } from './icon-table.ts'

/**
 * Makes the pictures that the desktop app is packed with from their drawings, in Chromium. They are
 * committed, so this is run only after a drawing or the table of icons changed.
 */

const FOLDER = join(import.meta.dirname, 'icons')

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
})
try {
  for (const made of MADE_FOLDERS) await rm(join(FOLDER, made), { recursive: true, force: true })
  const page = await browser.newPage()
  for (const icon of ICONS) await make(icon, page)
  process.stdout.write(`Made ${ICONS.length} files in build/icons.\n`)
} finally {
  await browser.close()
}

async function make({ file, frames }: Icon, page: Page): Promise<void> {
  const pngs: Buffer[] = []
  for (const frame of frames) pngs.push(await draw(frame, page))
  const path = join(FOLDER, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, contained(pngs, extname(file)))
}

function contained(pngs: readonly Buffer[], extension: string): Buffer {
  if (extension === '.ico') return icoOf(pngs)
  if (extension === '.icns') return icnsOf(pngs)
  return Buffer.concat(pngs)
}

async function draw({ size, drawing, drawn, colours }: Frame, page: Page): Promise<Buffer> {
  const svg = await readFile(join(FOLDER, drawing), 'utf8')
  const variables = Object.entries(colours).map(([name, colour]) => `${name}: ${colour};`)
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>
    body { margin: 0 }
    svg { display: block; width: ${drawn}px; margin: ${(size - drawn) / 2}px; ${variables.join(' ')} }
  </style>${svg}`)
  return await page.screenshot({ omitBackground: true })
}
