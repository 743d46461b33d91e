/** One sample of a text in Prometheus' format. */
export interface ReadSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface ReadMetric {
  readonly type: string
  readonly help: string
  readonly samples: readonly ReadSample[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y

/**
 * Reads text in Prometheus' format 0.0.4, more strictly than Prometheus: also by the rules that `promtool check
 * metrics` has for names and help. @throws Error with the line that is wrong
 */
export function readExposition(text: string): ReadonlyMap<string, ReadMetric> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const metrics = new Map<string, { type: string; help: string; samples: ReadSample[] }>()
  let current = ''
  for (const line of text.slice(0, -1).split('\n')) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (word === 'HELP') {
      if (!NAME.test(name) || metrics.has(name)) throw new Error(`twice, or no name: ${line}`)
      metrics.set((current = name), { type: '', help: rest, samples: [] })
    } else if (word === 'TYPE') {
      const metric = metrics.get(name)
      if (name !== current || !metric || metric.type !== '')
        throw new Error(`out of place: ${line}`)
      metric.type = rest
    } else {
      const sample = readSample(line)
      const metric = metrics.get(current)
      const isOf = metric && familyOf(sample.name, metric.type) === current
      if (!isOf) throw new Error(`not below its metric: ${line}`)
      metric.samples.push(sample)
    }
  }
  for (const [name, metric] of metrics) checkMetric(name, metric)
  return metrics
}

function familyOf(name: string, type: string): string {
  return type === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name
}

function readSample(line: string): ReadSample {
  const [, name = '', text = '', number = ''] = SAMPLE.exec(line) ?? []
  const value = number === '+Inf' ? Infinity : Number(number)
  if (name === '' || number === '' || Number.isNaN(value)) throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const [, key = '', found = ''] = LABEL.exec(text) ?? []
    if (key === '' || key in labels) throw new Error(`wrong labels: ${line}`)
    labels[key] = found
  }
  return { name, labels, value }
}

function checkMetric(name: string, { type, help, samples }: ReadMetric): void {
  const fail = (why: string): never => {
    throw new Error(`${name}: ${why}`)
  }
  if (!['counter', 'gauge', 'histogram'].includes(type)) fail('no type')
  if (help === '') fail('no help')
  if (name.endsWith('_total') !== (type === 'counter')) fail('counters alone end in _total')
  if (/counter|gauge|histogram|[A-Z]|_(?:milliseconds|ms|kilobytes|kb)$/.test(name))
    fail('its name')
  if (
    type !== 'histogram' &&
    samples.some(({ labels }) => 'le' in labels || 'quantile' in labels)
  ) {
    fail('a label that is for others')
  }
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]))
  if (new Set(keys).size !== keys.length) fail('the same sample twice')
  if (type === 'counter' && samples.some(({ value }) => value < 0)) fail('less than nothing')
  if (type === 'histogram') checkHistogram(name, samples, fail)
}

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number >= (numbers[at - 1] ?? 0))

function checkHistogram(
  name: string,
  samples: readonly ReadSample[],
  fail: (why: string) => never,
): void {
  const groups = Map.groupBy(samples, ({ labels }) => JSON.stringify({ ...labels, le: '' }))
  for (const group of groups.values()) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`)
    const bounds = buckets.map(({ labels }) =>
      labels['le'] === '+Inf' ? Infinity : Number(labels['le']),
    )
    const counts = buckets.map(({ value }) => value)
    const count = group.find((sample) => sample.name === `${name}_count`)?.value
    if (bounds.at(-1) !== Infinity || counts.at(-1) !== count) fail('the last bucket is not all')
    if (!isRising(bounds) || !isRising(counts)) fail('its buckets do not rise')
    if (!group.some((sample) => sample.name === `${name}_sum`)) fail('no sum')
  }
}
