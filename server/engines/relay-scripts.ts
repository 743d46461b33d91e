/**
 * What a relay runs in the engine, with BusyBox alone. Nothing but the engine's own API leads from there
 * to here, so each connection becomes two pipes with a name, which a second process joins to a stream of
 * that API:
 *
 *     docker ─▶ tcpsvd ─▶ SERVE ─ N.a ─▶ JOIN ─▶ engine's API ─▶ Berth ─▶ its own port
 *                              ◀─ N.b ──      ◀─              ◀─       ◀─
 *
 * Whichever end closes first takes the rest along. `dd`, since BusyBox's `cat` has the kernel copy, which
 * holds back what comes until there is more.
 */

/**
 * The first process: listens on port $1 of its localhost and starts $2 for each connection; tells of it
 * on its output. When its input ends, as it does when Berth does, it ends.
 */
export const MAIN = `cd /r && exec 3>&1 4<&0 || exit 1
tcpsvd -v -l localhost -c 64 127.0.0.1 "$1" sh -c "$2" &
T=$!
{ cat <&4 >/dev/null; kill $T; } &
wait $T`

/** One connection, which is its input and output. */
export const SERVE = `n=$$
mkfifo $n.a $n.b && echo connection $n >&3 || exit 1
exec 3>&- 4<&0 2>/dev/null
{ dd bs=64k <$n.b; kill $n; } 4<&- &
exec dd bs=64k <&4 >$n.a`

/** Joins connection $1 to its own input and output. */
export const JOIN = `cd /r || exit 1
exec 4<&0 2>/dev/null
dd bs=64k <&4 >$1.b &
dd bs=64k <$1.a
kill $!
rm -f $1.a $1.b`

/** How SERVE tells of a connection. */
export const CONNECTION = /^connection (\d+)$/

/** How tcpsvd says that it listens, and that it cannot. */
export const LISTENING = /listening on/
export const PORT_TAKEN = /address (?:already )?(?:in use|used)/i
