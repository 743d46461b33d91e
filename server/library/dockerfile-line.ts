/**
 * A step of a build's history as the line of a Dockerfile that it was, as far as that can be told:
 * builders wrap each in what they ran, and each in its own way.
 */
export function dockerfileLine(createdBy: string): string {
  const text = createdBy.replace(/\s*# buildkit$/, '').trim()
  const noted = /^\/bin\/sh -c #\(nop\)\s*(?<line>.*)$/s.exec(text)?.groups?.['line']
  if (noted !== undefined) return tidy(instruction(noted))
  const run = /^RUN (?<command>.*)$/s.exec(text)?.groups?.['command']
  if (run !== undefined) return tidy(`RUN ${unshelled(run)}`)
  return tidy(isShelled(text) ? `RUN ${unshelled(text)}` : instruction(text))
}

/** The build arguments that a step could see, then the shell that ran it. */
const ARGUMENTS = /^\|\d+ .*?(?=\/bin\/|cmd |powershell )/s
const SHELL = /^(?:\/bin\/(?:ba|a|da)?sh -c|cmd \/S \/C) /

const isShelled = (text: string): boolean => SHELL.test(text.replace(ARGUMENTS, ''))

function unshelled(text: string): string {
  return text.replace(ARGUMENTS, '').replace(SHELL, '')
}

function instruction(line: string): string {
  const [word = '', rest = ''] = split(line)
  if (word === 'EXPOSE') return `EXPOSE ${ports(rest)}`
  if (word === 'ADD' || word === 'COPY')
    return `${word} ${rest.replace(/^(\S+) in (\S+)\s*$/, '$1 $2')}`
  return rest.startsWith('[') ? `${word} ${list(rest)}` : line
}

function split(line: string): readonly [word?: string, rest?: string] {
  const at = line.indexOf(' ')
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1).trim()]
}

/** BuildKit writes them as Go prints a map, or a list. */
function ports(text: string): string {
  const inner = /^(?:map)?\[(?<ports>.*)\]$/s.exec(text)?.groups?.['ports'] ?? text
  return inner.replaceAll(':{}', '')
}

/** Docker's first builder leaves the commas out, as Go prints a list. */
function list(text: string): string {
  const isJson = /^\["(?:[^"\\]|\\.)*"(?:, ?"(?:[^"\\]|\\.)*")*\]$/s.test(text)
  return isJson ? text : text.replaceAll(/("(?:[^"\\]|\\.)*") (?=")/gs, '$1, ')
}

/** Commands that went over several lines are told with all the white space that had begun them. */
function tidy(line: string): string {
  return line.replaceAll(/[ \t]{2,}|\t/g, ' ').trim()
}
