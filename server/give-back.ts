/**
 * Gives the memory of bytes that nobody needs any more back at once: a large transfer brings them
 * faster than the collector would take them away. Only memory that is these bytes' alone.
 */
export function giveBack(bytes: Uint8Array | undefined): void {
  const memory = bytes?.buffer
  if (memory instanceof ArrayBuffer && memory.byteLength === bytes?.byteLength) memory.transfer(0)
}
