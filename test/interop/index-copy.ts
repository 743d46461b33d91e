import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import { writeOciLayout } from '../support/oci-layout.ts'
import { skopeo } from '../support/skopeo.ts'
import type { SkopeoAccess } from '../support/skopeo.ts'
import { digestOf } from '../support/snapshot.ts'

/**
 * Copies a new multi-arch index with everything in it to a registry and back into a folder; skopeo
 * checks each digest on both ways.
 *
 * @returns the digest of the index that went in, and of the one that the registry then had.
 */
export async function copyInAndOut(
  host: string,
  access: SkopeoAccess,
  cleanUp: AsyncDisposableStack,
): Promise<{ pushed: string; pulled: string }> {
  const { path } = cleanUp.use(await temporaryFolder('index'))
  const client = skopeo(access)
  const name = `docker://${host}/copied/index:1`
  const { digest } = await writeOciLayout(join(path, 'in'), '1')
  await client.push(`oci:${join(path, 'in')}:1`, name)
  await client.pull(name, `oci:${join(path, 'out')}:1`)
  return { pushed: digest, pulled: digestOf(await client.run(['inspect', '--raw', name])) }
}
