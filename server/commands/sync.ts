import { UsageError, type Command, type CommandIo } from './command.ts'

/** `berth sync`: another registry level with this one. */
export const sync: Command = {
  name: 'sync',
  summary: 'Bring another registry level with this one.',
  usage: `Usage: berth sync run [options] TARGET
       berth sync status [options] [TARGET]
       berth sync add [options] NAME URL
       berth sync list
       berth sync remove NAME

Brings the registry TARGET level with this one: images that are missing or older there are sent, each
layer once, and nothing is packed anew, so digests stay. What was broken off goes on where it was, inside
a layer too. TARGET is an address, such as https://registry.example.com/team, or a name that was saved
with berth sync add.

A tag that was changed on both sides since they were level, or only there, is a conflict: it is told and
left alone.

Options of run:
  --pull            the other way: bring this registry level with TARGET
  --only PATTERN    these images alone, such as 'team/*' or 'team/app:v*'; may be given several times
  --platform PLATFORM
                    of images for several platforms this one alone, such as linux/arm64; may be given
                    several times. The list of platforms gets a digest of its own then
  --no-referrers    leave signatures and attestations out
  --delete          remove tags that are no more where they come from
  --confirm-deletes do so even if more than 20 % of the tags would go
  --overwrite       settle conflicts: what is sent counts
  --limit RATE      so many MB a second at most
  --dry-run         tell what would be done, and do nothing
  --json            tell it as JSON, see below

Who TARGET is used as:
  --user NAME       log in; the password comes from BERTH_PASSWORD, or is asked for
  --password-stdin  read the password from standard input

Which registry is brought level:
  It is the one of your data folder: through its address while it is served, else the folder itself.
  --config FILE     the configuration that it is served with
  --data FOLDER     the folder in which it keeps images
  --registry-user NAME
                    log in there while it is served; the password comes from BERTH_REGISTRY_PASSWORD

Options of add:
  --user NAME, --password-stdin
                    as above; the password is kept in the keychain
  --token-stdin     a token instead, from standard input

With --json run writes one object: { target, direction, dryRun, state, totals, moved, images }. state is
level, failed or conflicts. totals counts images (new, changed, equal, conflicts, onlyThere, deletes,
failed) and bytes (bytesToSend, bytesThere, bytesMountable). moved has sentBytes, resentBytes and
mountedBytes. images lists what is not equal: { repository, tag, state, result, from, to, problem }.
status writes a list of runs: { id, target, direction, state, startedAt, endedAt, ... }.

Exit codes: 0 level, 1 failed for some, 2 wrong usage or configuration, 3 conflicts.
`,
  async run(args, io) {
    const [verb = '', ...rest] = args
    const load = VERBS[verb]
    if (load) return await (await load())(rest, io)
    const advice = `${Object.keys(VERBS).join(', ')}`
    throw new UsageError(
      verb === '' ? `say what to do: ${advice}` : `sync has no '${verb}': ${advice}`,
    )
  },
}

type Verb = (args: string[], io: CommandIo) => Promise<number>

const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  run: async () => (await import('./sync-run.ts')).syncRun,
  status: async () => (await import('./sync-status.ts')).syncStatus,
  add: async () => (await import('./sync-remotes.ts')).syncAdd,
  list: async () => (await import('./sync-remotes.ts')).syncList,
  remove: async () => (await import('./sync-remotes.ts')).syncRemove,
}
