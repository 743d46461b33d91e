import { CommandLine } from '../../components/command-line.tsx'
import { useMethod } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'
import { pullCommand } from '../image/use-commands.ts'

/** The command that pulls the tag that was pushed last: what most come here for. */
export function PullNewest({ repository }: { readonly repository: string }) {
  const newest = useMethod('tags.list', {
    repository,
    sort: 'pushed',
    descending: true,
    offset: 0,
    limit: 1,
  }).data?.items[0]
  const host = useMethod('registry.status', undefined).data?.pushHost
  if (!newest || host === undefined) return null
  const { tag: reference, kind } = newest
  return (
    <CommandLine
      command={pullCommand({ host, repository, reference, kind })}
      thing={words.pullNewestCommand}
    />
  )
}
