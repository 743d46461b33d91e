/** Something that can be chosen in the palette. */
export interface PaletteItem {
  /** Tells it apart from all others. */
  readonly id: string
  readonly group: 'pages' | 'repositories' | 'commands'
  readonly label: string
  readonly run: () => void
}

/**
 * Those whose label holds every word that was typed, in any order and case; those that begin with the
 * first of them come first within their group.
 */
export function matching(items: readonly PaletteItem[], typed: string): readonly PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter(({ label }) => {
    const text = label.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const begins = ({ label }: PaletteItem) => label.toLowerCase().startsWith(words[0] ?? '')
  return GROUPS.flatMap((group) => {
    const of = found.filter((item) => item.group === group)
    return [...of.filter(begins), ...of.filter((item) => !begins(item))]
  })
}

/** In the order they are listed. */
export const GROUPS = ['pages', 'repositories', 'commands'] as const
