import { GROWTH } from '../registry/layout.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { Usage } from './measure.ts'

/** How much was stored on a day. */
export interface GrowthSample {
  /** `2026-11-30`, UTC. */
  readonly day: string
  readonly bytes: number
}

/** Days kept: more than a year. */
const KEPT = 400

/** The last measure of each day, the oldest first; kept in storage itself, so by all who share it. */
export async function readGrowth(driver: StorageDriver): Promise<readonly GrowthSample[]> {
  const bytes = await driver.read(GROWTH)
  return bytes ? samplesIn(bytes) : []
}

export async function addToGrowth(
  driver: StorageDriver,
  { measured, bytes }: Pick<Usage, 'measured' | 'bytes'>,
): Promise<readonly GrowthSample[]> {
  const day = measured.toISOString().slice(0, 10)
  const before = (await readGrowth(driver)).filter((sample) => sample.day < day)
  const samples = [...before, { day, bytes }].slice(-KEPT)
  const object = { path: GROWTH, bytes: Buffer.from(JSON.stringify(samples)) }
  await driver.writeInOrder([[object]])
  return samples
}

/** What is damaged is begun anew. */
function samplesIn(bytes: Buffer): readonly GrowthSample[] {
  try {
    const found = JSON.parse(bytes.toString('utf8')) as unknown
    return Array.isArray(found) ? found.filter(isSample) : []
  } catch {
    return []
  }
}

function isSample(value: unknown): value is GrowthSample {
  const { day, bytes } = (value ?? {}) as Partial<GrowthSample>
  return typeof bytes === 'number' && typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day)
}
