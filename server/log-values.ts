const longestValue = 2048

/** No value of a client's fills the log: what is longer ends in an ellipsis. */
export function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

/** True for the name of a field, header or query parameter that holds a secret. */
export function isSecretName(name: string): boolean {
  return /authorization|passw|secret|token|cookie|credential|signature|^sig$|(?:account|private|api|access)_?key/i.test(
    name,
  )
}

/** True for what every line has anyway. */
export function isReservedName(name: string): boolean {
  return name === 'time' || name === 'level' || name === 'message'
}

/**
 * A field's name as a line can hold it: without what JSON would have to escape, since names are
 * written as they are, and never that of what every line has.
 */
export function safeName(name: string): string {
  const plain = name.replace(/["\\\p{Cc}]/gu, '_')
  return isReservedName(plain) ? `${plain}_` : plain
}

/** What a field shows: the text without its secrets, an error's chain of causes, or JSON. */
export function renderValue(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value
  if (value instanceof Error) return redactText(cut(describeError(value)))
  return redactText(cut(typeof value === 'string' ? value : toJson(value)))
}

/** Takes out logins in URLs, `Authorization` headers and query parameters with a telling name. */
export function redactText(text: string): string {
  if (!/[@?&:=]/.test(text)) return text
  return text
    .replace(/\/\/[^/?#@\s]+@/g, '//[redacted]@')
    .replace(
      /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',]+/gi,
      '$1[redacted]',
    )
    .replace(/([?&])([^=&\s]+)=[^&\s]*/g, (pair, mark: string, name: string) =>
      isSecretName(name) ? `${mark}${name}=[redacted]` : pair,
    )
}

/**
 * Escapes, as JSON does, the characters that are no ASCII controls but still break or reorder a line
 * on a terminal: C1 controls, line and paragraph separators, marks of direction.
 */
export function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function describeError(error: Error): string {
  const { cause } = error
  return cause instanceof Error && cause !== error
    ? `${error.message}: ${describeError(cause)}`
    : error.message
}

function toJson(value: unknown): string {
  try {
    const redact = (name: string, inner: unknown) => (isSecretName(name) ? '[redacted]' : inner)
    return JSON.stringify(value, redact) ?? String(value)
  } catch {
    return String(value)
  }
}
