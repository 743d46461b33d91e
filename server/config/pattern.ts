/**
 * A regular expression in Go's syntax (RE2) as JavaScript's; undefined when it has no equal there.
 * The `u` flag makes an escape that JavaScript does not know an error and not a letter.
 */
export function parsePattern(text: string): RegExp | undefined {
  const [, flags = '', body = ''] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(text) ?? []
  try {
    const translated = body.replaceAll('(?P<', '(?<').replace(/\\(.)/gsu, translateEscape)
    return new RegExp(translated, `u${flags}`)
  } catch {
    return undefined
  }
}

/** Go lets every punctuation mark be escaped, and spells the ends of the text `\A` and `\z`. */
function translateEscape(whole: string, escaped: string): string {
  if (escaped === 'A') return '(?<![^])'
  if (escaped === 'z') return '(?![^])'
  if (!/[!-/:-@[-`{-~]/.test(escaped)) return whole
  return `\\x${escaped.charCodeAt(0).toString(16)}`
}
