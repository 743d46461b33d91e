/** A line of a Dockerfile, taken apart to be read. */
export interface DockerfileLine {
  /** `RUN`; absent where the step is no instruction that is known. */
  readonly instruction?: string
  /** What follows it, broken before each `&&`. */
  readonly lines: readonly string[]
}

/** https://docs.docker.com/reference/dockerfile/ */
const INSTRUCTION =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/

/** Takes a step of a build apart. Spaces that builders leave between commands become one. */
export function dockerfileLine(command: string): DockerfileLine {
  const [start = '', instruction] = INSTRUCTION.exec(command) ?? []
  const lines = command.slice(start.length).split(/\s+(?=&&\s)/)
  const tidy = lines.map((line) => line.replaceAll(/[ \t]+/g, ' ').trim())
  return { ...(instruction !== undefined && { instruction }), lines: tidy }
}

/** On one line, for places where only its beginning is seen. */
export function oneLine(command: string): string {
  return command.replaceAll(/\s+/g, ' ').trim()
}
