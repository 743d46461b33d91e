import { makeStyles, tokens } from '@fluentui/react-components'
import {
  BranchCompareRegular,
  CopyAddRegular,
  DeleteRegular,
  TagRegular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import type { RegistryStatus } from '../../../server/control/registry-contract.ts'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import { ExplainedButton } from '../../components/explained-button.tsx'
import { useMethod } from '../../control.tsx'
import type { Place } from '../../place.ts'
import { navigate } from '../../router.ts'
import { copying } from '../../strings/copy.ts'
import { repository as words } from '../../strings/repository.ts'
import { comparison } from '../compare/compare-address.ts'
import { AddTagDialog } from './add-tag-dialog.tsx'
import { CopyDialog } from './copy-dialog.tsx'
import { CopyPull } from './copy-pull.tsx'
import { DeleteTagsDialog } from './delete-tags-dialog.tsx'

/** Tags that one call takes, as the contract says. */
const MOST = 1_000

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', flexShrink: 0, gap: tokens.spacingHorizontalS },
})

export interface TagActionsProps {
  readonly repository: string
  readonly selected: readonly Tag[]
  /** Called with the tags that were deleted. */
  readonly onGone: (tags: readonly string[]) => void
}

/** A dialog that asks before something is done. */
type Asked = 'delete' | 'add' | 'copy'

/** What can be done with the selected tags; what cannot be done now says why. */
export function TagActions({ repository, selected, onGone }: TagActionsProps) {
  const styles = useStyles()
  const status = useMethod('registry.status', undefined).data
  const [open, setOpen] = useState<Asked>()
  // What a dialog asks about must not change below it.
  const [subject, setSubject] = useState<readonly Tag[]>([])
  const show = (dialog: Asked) => {
    setSubject(selected)
    setOpen(dialog)
  }
  return (
    <div role="group" aria-label={words.selection.label} className={styles.root}>
      <ExplainedButton
        because={whyNoDelete(selected.length, status)}
        icon={<DeleteRegular />}
        onClick={() => show('delete')}
      >
        {words.selection.delete(selected.length)}
      </ExplainedButton>
      <ExplainedButton
        because={whyNoAdd(selected.length, status)}
        icon={<TagRegular />}
        onClick={() => show('add')}
      >
        {words.selection.add}
      </ExplainedButton>
      <ExplainedButton
        because={whyNoAdd(selected.length, status)}
        icon={<CopyAddRegular />}
        onClick={() => show('copy')}
      >
        {copying.button}
      </ExplainedButton>
      <ExplainedButton
        because={selected.length === 2 ? undefined : words.selection.selectTwo}
        icon={<BranchCompareRegular />}
        onClick={() => navigate(comparisonOf(repository, selected))}
      >
        {words.selection.compare}
      </ExplainedButton>
      <CopyPull repository={repository} tags={selected} host={status?.pushHost} />
      {open && (
        <TagDialog
          asked={open}
          repository={repository}
          tags={subject}
          onGone={onGone}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

interface TagDialogProps {
  readonly asked: Asked
  readonly repository: string
  readonly tags: readonly Tag[]
  readonly onGone: TagActionsProps['onGone']
  readonly onClose: () => void
}

function TagDialog({ asked, repository, tags, onGone, onClose }: TagDialogProps) {
  const [first] = tags
  if (asked === 'delete') {
    const names = tags.map(({ tag }) => tag)
    return (
      <DeleteTagsDialog repository={repository} tags={names} onGone={onGone} onClose={onClose} />
    )
  }
  if (!first) return null
  if (asked === 'add')
    return <AddTagDialog repository={repository} from={first} onClose={onClose} />
  const { digest, tag } = first
  return (
    <CopyDialog repository={repository} reference={digest} name={tag} tag={tag} onClose={onClose} />
  )
}

/** Two tags, the one that was pushed first as what it was before. */
function comparisonOf(repository: string, tags: readonly Tag[]): Place {
  const [a, b] = tags
    .toSorted((one, other) => (one.pushedAt ?? 0) - (other.pushedAt ?? 0))
    .map(({ tag }) => ({ repository, reference: tag }))
  return a ? comparison(a, b) : { page: 'compare' }
}

function whyNoDelete(selected: number, status: RegistryStatus | undefined): string | undefined {
  if (status?.readOnly) return words.selection.readOnly
  if (status?.deleteEnabled === false) return words.selection.noDelete
  if (selected === 0) return words.selection.selectFirst
  return selected > MOST ? words.selection.tooMany(MOST) : undefined
}

function whyNoAdd(selected: number, status: RegistryStatus | undefined): string | undefined {
  if (status?.readOnly) return words.selection.readOnly
  return selected === 1 ? undefined : words.selection.selectOne
}
