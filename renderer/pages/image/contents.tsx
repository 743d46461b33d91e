import { Text } from '@fluentui/react-components'
import type { Image, PlatformImage } from '../../../server/control/images-contract.ts'
import { useQueryWord } from '../../router.ts'
import { image as words } from '../../strings/image.ts'
import { Annotations } from './annotations.tsx'
import { Config } from './config.tsx'
import { History } from './history.tsx'
import { Layers } from './layers.tsx'
import { chosenPlatform } from './platform-choice.ts'
import { PlatformSwitch } from './platform-switch.tsx'
import { UseIt } from './use-it.tsx'

export interface ContentsProps {
  readonly image: Image
  readonly reference: string
}

/** How it is used, what it is made of and what it runs: for one platform of those it has. */
export function Contents({ image, reference }: ContentsProps) {
  const [word, setWord] = useQueryWord('platform')
  const chosen = chosenPlatform(image.platforms, word)
  return (
    <>
      <UseIt image={image} reference={reference} ports={chosen?.config?.ports ?? []} />
      {chosen && image.platforms.length > 1 && (
        <PlatformSwitch
          repository={image.repository}
          platforms={image.platforms}
          chosen={chosen}
          onChoose={setWord}
        />
      )}
      {chosen && <PlatformContents of={chosen} />}
      <Annotations annotations={image.annotations} />
    </>
  )
}

function PlatformContents({ of: { layers, config, history } }: { readonly of: PlatformImage }) {
  if (!layers) return <Text>{words.platform.missing}</Text>
  return (
    <>
      <Layers layers={layers} />
      {config && <Config config={config} />}
      {history.length > 0 && <History steps={history} />}
    </>
  )
}
