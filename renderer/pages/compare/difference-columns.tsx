import type { ComparedFile } from '../../../server/control/contents-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { PathText } from '../../components/path-text.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Size } from '../../components/size.tsx'
import type { Column } from '../../components/table/column.ts'
import type { Place } from '../../place.ts'
import { compare as words } from '../../strings/compare.ts'
import { Change } from '../files/change.tsx'
import { baseName, folderOf } from '../files/file-path.ts'
import { filesPlace, intoFolder, toFile } from '../files/files-address.ts'
import { platformName } from '../image/platform-choice.ts'
import type { PairProps } from './compare-props.ts'
import { SizeChange } from './size-change.tsx'

const { columns } = words.files

/** A file as it is now, or as it was where it is gone. */
export function filePlace({ path, a, b }: ComparedFile, { pair, ...names }: PairProps): Place {
  const side = b ? 'b' : 'a'
  const where = (b ?? a)?.type === 'directory' ? intoFolder(path) : toFile(path)
  return filesPlace(names[side], { platform: platformName(pair[side]), ...where })
}

/** What is said of each file that differs. */
export function differenceColumns(props: PairProps): readonly Column<ComparedFile>[] {
  return [
    {
      id: 'path',
      title: columns.path,
      width: 'minmax(10rem, 1fr)',
      cell: (file) => (
        <PathText folder={folderOf(file.path)}>
          <PlaceLink to={filePlace(file, props)} tabIndex={-1} title={file.path}>
            {baseName(file.path)}
          </PlaceLink>
        </PathText>
      ),
    },
    {
      id: 'change',
      title: columns.change,
      width: '6.5rem',
      cell: ({ change }) => <Change change={change} />,
    },
    sideColumn('a'),
    sideColumn('b'),
    {
      id: 'difference',
      title: columns.difference,
      width: '7rem',
      align: 'end',
      cell: ({ a, b }) => <SizeChange bytes={(b?.sizeBytes ?? 0) - (a?.sizeBytes ?? 0)} />,
    },
  ]
}

function sideColumn(side: 'a' | 'b'): Column<ComparedFile> {
  return {
    id: side,
    title: columns[side],
    width: '6rem',
    align: 'end',
    from: 560,
    cell: ({ [side]: entry }) => (entry ? <Size bytes={entry.sizeBytes} /> : <Muted>–</Muted>),
  }
}
