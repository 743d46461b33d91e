/** An IP address as its 4 or 16 bytes. @param address one that `isIP` knows, without a zone */
export function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  const [before = '', after] = address.split('::', 2)
  const head = groups(before)
  const tail = after === undefined ? [] : groups(after)
  const gap = Array.from({ length: Math.max(0, 16 - head.length - tail.length) }, () => 0)
  return Buffer.from([...head, ...gap, ...tail])
}

/** The last group may be an address of version 4. */
function groups(text: string): readonly number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}
