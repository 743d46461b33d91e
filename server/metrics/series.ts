/**
 * Numbers that are counted while the server works and read now and then, in Prometheus' text format 0.0.4
 * (github.com/prometheus/docs, "Exposition formats"). Counting is a look into a map and an addition: it
 * is done for every request.
 */

/** What a metric is. The name and the labels' names are fixed; labels have few values. */
export interface Definition {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram, rising, without the infinite one. */
  readonly buckets?: readonly number[]
}

/** One line: the values of the labels in their order, and the number. */
export type Sample = readonly [labels: readonly string[], value: number]

/** A metric that can be written out. */
export interface Series {
  readonly definition: Definition
  /** Lines without the name: what follows it, its labels, the number. */
  lines(): Iterable<readonly [suffix: string, labels: string, value: number]>
}

export interface Counted extends Series {
  add(value: number, ...labels: readonly string[]): void
}

/** For `counter`, and for a `gauge` that goes up and down. */
export function createCounted(definition: Definition): Counted {
  const values = new Map<string, { readonly labels: readonly string[]; value: number }>()
  return {
    definition,
    add(value, ...labels) {
      const key = labels.join('\n')
      const found = values.get(key)
      if (found) found.value += value
      else values.set(key, { labels, value })
    },
    *lines() {
      for (const { labels, value } of values.values()) {
        yield ['', labelText(definition.labels, labels), value]
      }
    },
  }
}

export interface Histogram extends Series {
  observe(value: number, ...labels: readonly string[]): void
}

interface Distribution {
  readonly labels: readonly string[]
  /** Of each bucket alone, the infinite one last. */
  readonly counts: number[]
  sum: number
}

export function createHistogram(definition: Definition): Histogram {
  const { buckets = [], labels: names } = definition
  const all = new Map<string, Distribution>()

  function distributionOf(labels: readonly string[]): Distribution {
    const key = labels.join('\n')
    const found = all.get(key)
    if (found) return found
    const made = { labels, counts: Array.from({ length: buckets.length + 1 }, () => 0), sum: 0 }
    all.set(key, made)
    return made
  }

  return {
    definition,
    observe(value, ...labels) {
      const found = distributionOf(labels)
      let at = 0
      while (at < buckets.length && value > (buckets[at] ?? 0)) at++
      found.counts[at] = (found.counts[at] ?? 0) + 1
      found.sum += value
    },
    *lines() {
      for (const { labels, counts, sum } of all.values()) {
        let count = 0
        for (const [at, own] of counts.entries()) {
          count += own
          const bound = at < buckets.length ? String(buckets[at]) : '+Inf'
          yield ['_bucket', labelText([...names, 'le'], [...labels, bound]), count]
        }
        yield ['_sum', labelText(names, labels), sum]
        yield ['_count', labelText(names, labels), count]
      }
    },
  }
}

/** A metric that is known elsewhere, and asked for when it is read. */
export function createAsked(definition: Definition, ask: () => Iterable<Sample>): Series {
  return {
    definition,
    *lines() {
      for (const [labels, value] of ask()) yield ['', labelText(definition.labels, labels), value]
    },
  }
}

/** All of these as text; one that has nothing to say yet is left out. */
export function expose(series: readonly Series[]): string {
  return series.map(exposeOne).join('')
}

function exposeOne({ definition: { name, type, help }, lines }: Series): string {
  const text = Array.from(
    lines(),
    ([suffix, labels, value]) => `${name}${suffix}${labels} ${numberText(value)}\n`,
  ).join('')
  if (text === '') return ''
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\')}\n# TYPE ${name} ${type}\n${text}`
}

function labelText(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return ''
  const pairs = names.map((name, at) => `${name}="${escapeLabel(values[at] ?? '')}"`)
  return `{${pairs.join(',')}}`
}

function escapeLabel(text: string): string {
  return text.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`))
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
