import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { Digest } from '../../components/digest.tsx'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'

export interface TagTakenProps {
  readonly repository: string
  /** What was asked for and exists. */
  readonly tag: string
}

/** Says what a tag names now, before it is moved away from it. */
export function TagTaken({ repository, tag }: TagTakenProps) {
  const now = useMethod('images.get', { repository, reference: tag }).data
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.add.exists(tag)}</MessageBarTitle>{' '}
        {now && (
          <>
            {words.add.names} <Digest digest={now.digest} />
            {now.pushedAt !== undefined && (
              <>
                {', '}
                {words.add.pushed} <When at={now.pushedAt} />
              </>
            )}
            {'. '}
          </>
        )}
        {words.add.moveText}
      </MessageBarBody>
    </MessageBar>
  )
}
