import type { HistoryStep, ImageConfig } from '../control/images-contract.ts'
import { platformOf } from './describe.ts'
import { dockerfileLine } from './dockerfile-line.ts'
import {
  asLabels,
  asList,
  asObject,
  asText,
  asTexts,
  asTime,
  parseJson,
  type Json,
} from './json.ts'
import { known } from './known.ts'

/** What an image's config tells: image-spec `config.md`. */
export interface ReadConfig {
  readonly config: ImageConfig
  readonly platform?: string
  readonly steps: readonly BuildStep[]
}

/** A step of the build, and whether a layer came of it. */
export interface BuildStep {
  readonly step: HistoryStep
  readonly hasLayer: boolean
}

/** Undefined where the bytes are no config. */
export function readConfig(digest: string, bytes: Uint8Array): ReadConfig | undefined {
  const json = parseJson(bytes)
  if (!json) return undefined
  const steps = asList(json['history']).map((step) => buildStep(asObject(step) ?? {}))
  return known({ config: configOf(digest, json), platform: platformOf(json), steps })
}

function configOf(digest: string, json: Json): ImageConfig {
  const run = asObject(json['config']) ?? {}
  return known({
    digest,
    createdAt: asTime(json['created']),
    author: asText(json['author']),
    user: asText(run['User']),
    workingDirectory: asText(run['WorkingDir']),
    entrypoint: asTexts(run['Entrypoint']),
    command: asTexts(run['Cmd']),
    environment: asTexts(run['Env']),
    ports: Object.keys(asObject(run['ExposedPorts']) ?? {}),
    volumes: Object.keys(asObject(run['Volumes']) ?? {}),
    labels: asLabels(run['Labels']),
    stopSignal: asText(run['StopSignal']),
  })
}

function buildStep(json: Json): BuildStep {
  const command = dockerfileLine(asText(json['created_by']) ?? '')
  const comment = asText(json['comment'])
  const step = known({
    command: command === '' ? (comment ?? '') : command,
    createdAt: asTime(json['created']),
    comment,
  })
  return { step, hasLayer: json['empty_layer'] !== true }
}
