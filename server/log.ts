import type { Logger } from 'pino'
import { pino, stdTimeFunctions } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { LogConfig, LogLevel } from './config/config.ts'
import { LogOutlet } from './log-outlet.ts'
import { createLogRing, type LogRing } from './log-ring.ts'
import {
  cut,
  escapeControls,
  isReservedName,
  isSecretName,
  redactText,
  renderValue,
  safeName,
} from './log-values.ts'

/** What happened and what it was about. Any value will do; an `Error` shows its chain of causes. */
export type LogFields = Readonly<Record<string, unknown>>

/** One answered request. */
export interface AccessFields {
  /** The client's address. */
  readonly remote: string
  /** Who was logged in. */
  readonly user?: string | undefined
  readonly method: string
  /** Path and query as they came; secrets in the query are taken out here. */
  readonly url: string
  readonly status: number
  /** Bytes sent in answer, head and body. */
  readonly bytes: number
  /** From the first byte in to the last byte out. */
  readonly ms: number
  readonly agent?: string | undefined
  /** The request's id, as in every other line about it. */
  readonly id: string
}

/**
 * The server's voice. One call is one line: nothing in a value can begin another, and passwords,
 * tokens and `Authorization` do not get through. It never throws and never waits; what a blocked
 * reader does not take is dropped and counted.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** Written whatever the level is, unless the access log is off. */
  access(request: AccessFields): void
  /** Until all is handed over, but no longer than a second: for the end of a process. */
  flush(): Promise<void>
}

/** The log of a whole server. */
export interface ServerLog extends Log {
  /** From now on. */
  setLevel(level: LogLevel): void
  /** What was logged lately. */
  readonly recent: LogRing
}

/**
 * A log that writes to `destination`, in colour where that is a terminal.
 *
 * @param recent what was logged lately, by one that this takes the place of
 */
export function createLog(
  config: LogConfig,
  destination: NodeJS.WritableStream,
  recent = createLogRing(),
): ServerLog {
  const outlet = new LogOutlet(destination, (count) => {
    report('warn', 'log lines were dropped because nobody read them', { dropped: count })
  })
  const write = lineWriter(config, destination, outlet)
  const logger = pino(
    {
      level: config.level,
      base: safeNames(config.fields),
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        recent.add(line)
        write(line)
      },
    },
  )
  const report = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (!logger.isLevelEnabled(level)) return
    logger[level](prepare(fields, logger.level === 'debug'), redactText(message))
  }
  return {
    debug: (message, fields) => report('debug', message, fields),
    info: (message, fields) => report('info', message, fields),
    warn: (message, fields) => report('warn', message, fields),
    error(message, fields) {
      report('error', message, fields)
      outlet.send()
    },
    access: config.accessLog ? accessWriter(logger, config.formatter) : () => undefined,
    setLevel(level) {
      logger.level = level
    },
    recent,
    flush: () => outlet.flush(),
  }
}

function lineWriter(config: LogConfig, destination: NodeJS.WritableStream, outlet: LogOutlet) {
  if (config.formatter === 'json') return (line: string) => outlet.write(escapeControls(line))
  const format = textFormatter('isTTY' in destination && destination.isTTY === true)
  return (line: string) => outlet.write(escapeControls(format(line)))
}

function accessWriter(logger: Logger, formatter: LogConfig['formatter']) {
  const always = logger.child({}, { level: 'info' })
  return (request: AccessFields): void => {
    const { remote, user, method, status, bytes, id } = request
    const url = redactText(cut(request.url))
    const ms = Math.round(request.ms * 100) / 100
    // Docker tells all it is made of; a person reading along wants to know that it is Docker.
    const told = formatter === 'text' ? request.agent?.split(' ', 1)[0] : request.agent
    const agent = told && cut(told)
    always.info({ remote, user, method, url, status, bytes, ms, agent, id }, 'request')
  }
}

/** Takes secrets out by their names; a debug log shows where an error came from. */
function prepare(fields: LogFields, withStack: boolean): LogFields {
  const pairs = Object.entries(fields).map(([name, value]) => [
    safeName(name),
    isSecretName(name) ? '[redacted]' : renderValue(value),
  ])
  const failure = withStack && Object.values(fields).find((value) => value instanceof Error)
  return {
    ...Object.fromEntries(pairs),
    ...(failure && { stack: redactText(failure.stack ?? '') }),
  }
}

function safeNames(fields: LogConfig['fields']): LogConfig['fields'] {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [safeName(name), value]))
}

/** `2026-01-31T12:00:00.000Z INFO: message key=value …`, from a line of JSON. */
function textFormatter(colorize: boolean): (line: string) => string {
  return prettyFactory({
    colorize,
    hideObject: true,
    // Else fields such as `name` and `pid` would stand before the message a second time, unescaped.
    include: 'time,level',
    translateTime: false,
    messageKey: 'message',
    customPrettifiers: { time: String },
    messageFormat: (log) => {
      const fields = Object.entries(log).filter(([key]) => !isReservedName(key))
      const pairs = fields.map(([key, value]) => ` ${showText(key)}=${showText(value)}`)
      return escapeLine(String(log['message'])) + pairs.join('')
    },
  })
}

/** Bare where that cannot be mistaken, in quotes with escapes otherwise. */
function showText(value: unknown): string {
  const text = String(value)
  return /^[^\s"\\\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text)
}

/** A message keeps its quotes and spaces; only what would end the line or move the cursor goes. */
function escapeLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => JSON.stringify(control).slice(1, -1))
}
