import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowSwapRegular } from '@fluentui/react-icons'
import { CopyButton } from '../../components/copy-button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Page } from '../../components/page.tsx'
import { Trail } from '../../components/trail.tsx'
import { hrefOf, navigate } from '../../router.ts'
import { compare as words } from '../../strings/compare.ts'
import { repository as repositoryWords } from '../../strings/repository.ts'
import { imageOf, useCompareAddress, wordOf, type CompareAddress } from './compare-address.ts'
import { Compared } from './compared.tsx'
import { ImagePicker } from './image-picker.tsx'

const useStyles = makeStyles({
  pickers: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
  },
})

/** Two images side by side: chosen here, or by the link that led here. */
export default function ComparePage() {
  const address = useCompareAddress()
  const [a, b] = [imageOf(address.a), imageOf(address.b)]
  return (
    <Page
      title={words.title}
      {...(a && b && { name: words.titleOf(wordOf(a), wordOf(b)) })}
      fill={address.part === 'files'}
      breadcrumb={<Trail steps={[{ label: repositoryWords.images, to: { page: 'images' } }]} />}
      actions={a && b && <CopyLink address={address} />}
    >
      <Pickers address={address} />
      {a && b ? (
        <Compared a={a} b={b} address={address} />
      ) : (
        <Empty title={words.pick.choose} text={words.pick.chooseText} />
      )}
    </Page>
  )
}

function Pickers({ address: { a, b, place } }: { readonly address: CompareAddress }) {
  const styles = useStyles()
  return (
    <div className={styles.pickers}>
      <ImagePicker
        label={words.pick.a}
        chosen={imageOf(a)}
        onChoose={(image) => navigate(place({ a: wordOf(image) }))}
      />
      <ImagePicker
        label={words.pick.b}
        chosen={imageOf(b)}
        onChoose={(image) => navigate(place({ b: wordOf(image) }))}
      />
      {a !== '' && b !== '' && (
        <Button icon={<ArrowSwapRegular />} onClick={() => navigate(place({ a: b, b: a }))}>
          {words.pick.swap}
        </Button>
      )}
    </div>
  )
}

/** The address itself, for somebody else who may see it. */
function CopyLink({ address }: { readonly address: CompareAddress }) {
  const link = new URL(hrefOf(address.place({})), location.href).href
  return (
    <CopyButton text={link} thing={words.pick.linkThing} label={words.pick.link} size="medium" />
  )
}
