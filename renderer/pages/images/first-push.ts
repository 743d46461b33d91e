import { loginCommand, pushCommand, SAMPLE, tagCommand } from '../../commands.ts'

export interface PushStep {
  readonly step: 'login' | 'get' | 'tag' | 'push'
  readonly command: string
}

/** The commands that put a first image into a registry. @param host such as `localhost:5000` */
export function firstPush(host: string, login: boolean): readonly PushStep[] {
  return [
    ...(login ? [{ step: 'login', command: loginCommand(host) } as const] : []),
    { step: 'get', command: `docker pull ${SAMPLE}` },
    { step: 'tag', command: tagCommand(host) },
    { step: 'push', command: pushCommand(host) },
  ]
}
