import { SuggestBox, type SuggestBoxProps } from '../../components/suggest-box.tsx'
import { useRepositoryNames } from '../../components/use-repository-names.ts'

/** Repositories that are offered at once. */
const MOST = 8

/** The name of a repository: what fits of those that exist is offered, any other can be typed. */
export function RepositoryField(props: Omit<SuggestBoxProps, 'suggestions'>) {
  const { value } = props
  const names = useRepositoryNames(value, MOST).filter((name) => name !== value)
  return <SuggestBox {...props} suggestions={names} />
}
