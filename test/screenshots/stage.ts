import crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded into the registry before anything else (`node --import`): what would differ from one run or
 * machine to the next, the clock, the disk, container engines and chance, is here as the script wants it. All else is as it always is.
 */

const clock = process.env['BERTH_STAGE_CLOCK'] ?? ''
const now = (): number => Number(readFileSync(clock, 'utf8'))

class StagedDate extends Date {
  constructor(...parts: readonly unknown[]) {
    super(...((parts.length === 0 ? [now()] : parts) as [number]))
  }

  static override now = now
}
globalThis.Date = StagedDate as DateConstructor
performance.now = now

const GIB = 1024 ** 3
const BLOCK = 4096
const DISK = { bsize: BLOCK, blocks: (256 * GIB) / BLOCK, bavail: (6.4 * GIB) / BLOCK }
const { statfs } = promises
promises.statfs = (async (...args: Parameters<typeof statfs>) => ({
  ...(await statfs(...args)),
  ...DISK,
})) as typeof statfs

/** Engines of this machine have no part in it. */
const { stat } = promises
promises.stat = (async (...args: Parameters<typeof stat>) => {
  const [path] = args
  if (!String(path).endsWith('.sock')) return await stat(...args)
  throw Object.assign(new Error(`${String(path)} is not on the stage`), { code: 'ENOENT' })
}) as typeof stat

let drawn = 0
const { createHash, randomBytes } = crypto
/** Looks drawn, and is the same in every run. */
const draw = (): string => createHash('sha256').update(String(drawn++)).digest('hex')
crypto.randomUUID = () => {
  const hex = draw()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
// Four bytes tell the requests of one process from those of another; keys are longer, and stay secret.
crypto.randomBytes = ((size: number) =>
  size === 4 ? Buffer.from(draw().slice(0, 8), 'hex') : randomBytes(size)) as typeof randomBytes

syncBuiltinESMExports()
