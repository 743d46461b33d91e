/** For LIKE with `\` as its escape: what has `search` anywhere in it, whatever its case. */
export function likePattern(search: string): string {
  return `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
