import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CopyButton } from '../components/copy-button.tsx'
import { Logo } from '../components/logo.tsx'
import { useCapability, useConnection, useMethod } from '../control.tsx'
import { NARROW } from '../measures.ts'
import { strings } from '../strings.ts'
import { stateShown, type ShownState } from './shown-state.ts'
import { StateSwitch } from './state-switch.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    padding: `0 ${tokens.spacingHorizontalXS} 0 ${tokens.spacingHorizontalM}`,
    [NARROW]: { flexDirection: 'row', alignItems: 'center', padding: 0 },
  },
  line: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    // As high with the switch as without.
    minHeight: tokens.spacingVerticalXXXL,
  },
  state: { fontWeight: tokens.fontWeightSemibold, marginRight: 'auto', whiteSpace: 'nowrap' },
  dot: {
    width: tokens.spacingHorizontalS,
    height: tokens.spacingHorizontalS,
    flexShrink: 0,
    borderRadius: tokens.borderRadiusCircular,
    border: `${tokens.strokeWidthThick} solid currentcolor`,
    boxSizing: 'border-box',
    color: tokens.colorNeutralForeground4,
  },
  running: { color: tokens.colorStatusSuccessForeground3, backgroundColor: 'currentcolor' },
  'storage-away': { color: tokens.colorStatusWarningForeground3, backgroundColor: 'currentcolor' },
  offline: { color: tokens.colorStatusDangerForeground3 },
  stopping: { color: tokens.colorStatusWarningForeground3 },
  stopped: {},
  connecting: {},
  address: {
    justifyContent: 'flex-start',
    // Its words stand below those above.
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalSNudge})`,
    padding: `0 ${tokens.spacingHorizontalSNudge}`,
    border: 'none',
    fontFamily: tokens.fontFamilyMonospace,
    overflowWrap: 'anywhere',
    textAlign: 'start',
  },
})

/** The registry's state, its address to copy, and its switch where this host has one. */
export function StateBlock() {
  const styles = useStyles()
  const status = useMethod('registry.status', undefined).data
  const shown = stateShown(useConnection(), status?.state)
  const hasSwitch = useCapability('start-stop')
  return (
    <div className={styles.root} role="group" aria-label={strings.state.label}>
      <div className={styles.line}>
        <Logo />
        <Dot state={shown} />
        <span className={styles.state} role="status">
          {strings.state[shown]}
        </span>
        {hasSwitch && shown === status?.state && <StateSwitch state={shown} />}
      </div>
      {status && (
        <CopyButton
          text={status.pushHost}
          thing={strings.state.address}
          label={status.pushHost}
          className={styles.address}
        />
      )}
    </div>
  )
}

function Dot({ state }: { readonly state: ShownState }) {
  const styles = useStyles()
  return <span className={mergeClasses(styles.dot, styles[state])} aria-hidden />
}
