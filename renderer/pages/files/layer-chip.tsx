import { makeStyles, tokens } from '@fluentui/react-components'
import type { Layer } from '../../../server/control/images-contract.ts'
import { PlaceLink, type PlaceLinkProps } from '../../components/place-link.tsx'
import type { Place } from '../../place.ts'
import { files as words } from '../../strings/files.ts'
import { layerName } from '../image/layer-name.ts'
import type { FilesAt } from './files-address.ts'

const useStyles = makeStyles({
  root: {
    padding: `0 ${tokens.spacingHorizontalXS}`,
    minWidth: tokens.spacingHorizontalL,
    textAlign: 'center',
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface LayerChipProps extends Pick<PlaceLinkProps, 'tabIndex'> {
  readonly digest: string
  readonly layers: readonly Layer[]
  /** The page that shows a layer alone. */
  readonly place: (changes: Pick<FilesAt, 'layer'>) => Place
}

/** The number of the layer that something comes from; a click shows that layer alone. */
export function LayerChip({ digest, layers, place, ...rest }: LayerChipProps) {
  const styles = useStyles()
  const at = layers.findIndex((layer) => layer.digest === digest)
  if (at < 0) return null
  return (
    <PlaceLink
      to={place({ layer: digest })}
      className={styles.root}
      {...rest}
      title={words.layers.only(layerName(layers, at))}
    >
      {words.layers.number(at + 1)}
    </PlaceLink>
  )
}
