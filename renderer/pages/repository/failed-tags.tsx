import {
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components'
import type { DeleteResult } from '../../../server/control/repositories-contract.ts'
import { repository as words } from '../../strings/repository.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL, overflowWrap: 'anywhere' },
})

/** Which tags could not be deleted, each with the reason. */
export function FailedTags({ failed }: Pick<DeleteResult, 'failed'>) {
  const styles = useStyles()
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.delete.failed(failed.length)}</MessageBarTitle>
        <ul className={styles.list}>
          {failed.map(({ tag, message }) => (
            <li key={tag}>
              <strong>{tag}</strong>: {message}
            </li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}
