import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { CareStatus } from '../../../server/control/care-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { size } from '../../format.ts'
import { care } from '../../strings/care.ts'

const words = care.growth

const useStyles = makeStyles({
  bars: {
    display: 'flex',
    alignItems: 'flex-end',
    columnGap: tokens.strokeWidthThin,
    height: '4rem',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  bar: {
    flexGrow: 1,
    maxWidth: tokens.spacingHorizontalL,
    minHeight: tokens.strokeWidthThin,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText', forcedColorAdjust: 'none' },
  },
  ends: { display: 'flex', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalL },
})

/** Days that fit beside one another in a narrow window. */
const SHOWN = 90

/** How much was stored, day by day. */
export function Growth({ growth }: Pick<CareStatus, 'growth'>) {
  const shown = growth.slice(-SHOWN)
  const [first, last] = [shown.at(0), shown.at(-1)]
  return (
    <Section title={words.title}>
      {first && last && first !== last ? (
        <Bars shown={shown} first={first} last={last} />
      ) : (
        <Text>
          <Muted>{words.none}</Muted>
        </Text>
      )}
    </Section>
  )
}

type Sample = CareStatus['growth'][number]

interface BarsProps {
  readonly shown: readonly Sample[]
  readonly first: Sample
  readonly last: Sample
}

function Bars({ shown, first, last }: BarsProps) {
  const styles = useStyles()
  const most = Math.max(1, ...shown.map(({ bytes }) => bytes))
  const label = words.label(first.day, size(first.bytes), last.day, size(last.bytes))
  return (
    <div>
      <div className={styles.bars} role="img" aria-label={label}>
        {shown.map(({ day, bytes }) => (
          <div
            key={day}
            className={styles.bar}
            style={{ height: `${(100 * bytes) / most}%` }}
            title={`${day}: ${size(bytes)}`}
          />
        ))}
      </div>
      <Text size={200} className={styles.ends}>
        {[first, last].map(({ day, bytes }) => (
          <Muted key={day}>
            {day} · {size(bytes)}
          </Muted>
        ))}
      </Text>
    </div>
  )
}
