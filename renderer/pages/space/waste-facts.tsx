import { makeStyles } from '@fluentui/react-components'
import type { Waste } from '../../../server/control/contents-contract.ts'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Muted } from '../../components/muted.tsx'
import { SizeBar } from '../../components/size-bar.tsx'
import { Size } from '../../components/size.tsx'
import { percent, size } from '../../format.ts'
import { TEXT_WIDTH } from '../../measures.ts'
import { space as words } from '../../strings/space.ts'

const useStyles = makeStyles({ bar: { flexShrink: 0, maxWidth: TEXT_WIDTH } })

/** How much is wasted, in numbers and beside the whole. */
export function WasteFacts({ waste }: { readonly waste: Waste }) {
  const styles = useStyles()
  const { totalBytes, hiddenBytes, hiddenStoredBytes, duplicateBytes } = waste
  const { facts } = words
  const hidden = size(hiddenBytes)
  const label = words.bar(hidden, size(totalBytes))
  return (
    <>
      <FactStrip label={facts.label}>
        <Fact name={facts.total}>
          <Size bytes={totalBytes} />
        </Fact>
        <Fact name={facts.hidden}>
          <Size bytes={hiddenBytes} />
          <Muted>{percent(hiddenBytes, totalBytes)}</Muted>
        </Fact>
        <Fact name={facts.saved}>
          <span title={facts.savedHint}>{facts.about(size(hiddenStoredBytes))}</span>
        </Fact>
        <Fact name={facts.duplicates}>
          <Size bytes={duplicateBytes} />
        </Fact>
      </FactStrip>
      <div className={styles.bar}>
        <SizeBar
          label={label}
          whole={totalBytes}
          parts={[{ bytes: hiddenBytes, label, tone: 'own' }]}
        />
      </div>
    </>
  )
}
