/**
 * Gives the memory of bytes that nobody needs any more back at once: a large transfer brings them
 * faster than the collector would take them away. Only memory that is these bytes' alone, and was not given
 * back yet.
 */
export function giveBack(bytes: Uint8Array | undefined): void {
  const memory = bytes?.buffer
  const isOwn = memory instanceof ArrayBuffer && memory.byteLength === bytes?.byteLength
  if (isOwn && !memory.detached) memory.transfer(0)
}
