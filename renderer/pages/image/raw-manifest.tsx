import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { CopyDigest } from '../../components/copy-digest.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { image as words } from '../../strings/image.ts'
import { manifestPieces, type ManifestPiece } from './manifest-text.ts'

const useStyles = makeStyles({
  text: {
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  link: { fontSize: 'inherit', lineHeight: 'inherit', fontFamily: 'inherit' },
  toggle: { alignSelf: 'flex-start' },
})

export interface RawManifestProps {
  readonly repository: string
  readonly digest: string
}

/** The manifest itself, got when somebody wants to see it. */
export function RawManifest({ repository, digest }: RawManifestProps) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const manifest = useMethod('manifests.raw', { repository, digest }, { enabled: open })
  const text = open ? manifest.data?.text : undefined
  return (
    <Section
      title={words.manifest.title}
      actions={text !== undefined && <CopyButton text={text} thing={words.manifest.copy} />}
    >
      <Button className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? words.manifest.hide : words.manifest.show}
      </Button>
      {open && (
        <Loaded of={manifest} failure={words.manifest.loadFailed} lines={8}>
          {({ text }) => <ManifestText repository={repository} text={text} />}
        </Loaded>
      )}
    </Section>
  )
}

function ManifestText({
  repository,
  text,
}: {
  readonly repository: string
  readonly text: string
}) {
  const styles = useStyles()
  return (
    <pre className={styles.text}>
      {manifestPieces(text).map((piece, at) => (
        // Pieces have no names of their own and never change places.
        // oxlint-disable-next-line react/no-array-index-key
        <Piece key={at} repository={repository} piece={piece} />
      ))}
    </pre>
  )
}

/** A digest leads to what it names, where that has a page; else it is for copying. */
function Piece(props: { readonly repository: string; readonly piece: ManifestPiece }) {
  const styles = useStyles()
  const { piece, repository } = props
  if (piece.kind === 'text') return piece.text
  if (piece.kind === 'blob') return <CopyDigest digest={piece.digest} whole />
  return (
    <PlaceLink to={{ page: 'image', repository, reference: piece.digest }} className={styles.link}>
      {piece.digest}
    </PlaceLink>
  )
}
