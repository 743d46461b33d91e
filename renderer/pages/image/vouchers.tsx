import { Text } from '@fluentui/react-components'
import type { Image, Referrer } from '../../../server/control/images-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { WhenKnown } from '../../components/when-known.tsx'
import { shortDigest } from '../../format.ts'
import { image as words, kinds } from '../../strings/image.ts'
import { isImage } from './use-commands.ts'
import { byKind, createdAt, typeOf } from './voucher-facts.ts'

const { columns } = words.vouchers

/** What vouches for it: signatures, SBOMs and whatever else says that it belongs to this image. */
export function Vouchers({ image }: { readonly image: Image }) {
  const { repository, referrers, kind } = image
  if (referrers.length === 0 && !isImage(kind)) return null
  return (
    <Section title={words.vouchers.title}>
      {referrers.length === 0 ? (
        <Text>
          <Muted>{words.vouchers.none}</Muted>
        </Text>
      ) : (
        <SmallTable
          label={words.vouchers.title}
          rows={byKind(referrers)}
          keyOf={({ digest }) => digest}
          columns={columnsFor(repository)}
        />
      )}
    </Section>
  )
}

function columnsFor(repository: string): readonly Column<Referrer>[] {
  return [
    { id: 'kind', title: columns.kind, width: '7rem', cell: ({ kind }) => kinds[kind].one },
    {
      id: 'type',
      title: columns.type,
      width: 'minmax(8rem, 1fr)',
      cell: (referrer) => <span title={typeOf(referrer)}>{typeOf(referrer)}</span>,
    },
    {
      id: 'digest',
      title: columns.digest,
      width: '8rem',
      cell: ({ digest }) => (
        <PlaceLink to={{ page: 'image', repository, reference: digest }} title={digest}>
          {shortDigest(digest)}
        </PlaceLink>
      ),
    },
    {
      id: 'size',
      title: columns.size,
      width: '6rem',
      align: 'end',
      cell: ({ sizeBytes }) => <Size bytes={sizeBytes} />,
    },
    {
      id: 'created',
      title: columns.created,
      width: '7rem',
      align: 'end',
      from: 600,
      cell: (referrer) => <WhenKnown at={createdAt(referrer)} />,
    },
  ]
}
