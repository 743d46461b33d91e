import { makeStyles, Select } from '@fluentui/react-components'
import { Labelled } from '../../components/labelled.tsx'
import { files as words } from '../../strings/files.ts'
import { layerName } from '../image/layer-name.ts'
import type { LayerChoice } from './layer-list.tsx'

/** Names of layers are long; the list that opens has room for them. */
const useStyles = makeStyles({ select: { width: '9rem' } })

/** The whole image or one layer, where there is little room. */
export function LayerSelect({ layers, chosen, onChoose }: LayerChoice) {
  const styles = useStyles()
  return (
    <Labelled label={words.layers.label}>
      {(id) => (
        <Select
          id={id}
          className={styles.select}
          value={chosen}
          onChange={(_, { value }) => onChoose(value)}
        >
          <option value="">{words.layers.whole}</option>
          {layers.map(({ digest }, at) => (
            // The same layer may well be there twice.
            // oxlint-disable-next-line react/no-array-index-key
            <option key={at} value={digest}>
              {layerName(layers, at)}
            </option>
          ))}
        </Select>
      )}
    </Labelled>
  )
}
