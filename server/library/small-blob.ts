import type { OpenObject } from '../storage/driver.ts'

/** Bytes that a config may have: none that a tool makes comes near it, and it is held in memory. */
const MAX_CONFIG_SIZE = 4 * 1024 * 1024

/** All of an object, if it is no larger than `most`. */
export async function readSmall(
  opened: OpenObject | undefined,
  most = MAX_CONFIG_SIZE,
): Promise<Buffer | undefined> {
  if (!opened) return undefined
  if (opened.size <= most) return Buffer.concat(await Array.fromAsync(opened.body))
  await opened.body.close()
  return undefined
}
