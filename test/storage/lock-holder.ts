import { lockFolder } from '../../server/storage/folder-lock.ts'

/**
 * Holds the lock of the folder it is given until it is killed, or until its input ends. Writes a line
 * when it has it, and another when it has let go.
 */
const [root = '', address = ''] = process.argv.slice(2)
const lock = await lockFolder(root)
await lock.announce([address])
process.stdout.write('held\n')
for await (const _ of process.stdin);
await lock.release()
process.stdout.write('released\n')
