import { join } from 'node:path'
import { writeOciLayout } from '../support/oci-layout.ts'
import { skopeo } from '../support/skopeo.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { Credentials } from '../support/htpasswd.ts'

/** Pushes a new multi-platform image as a person would, with skopeo. @param name `team/api:v1` */
export async function pushWithSkopeo(
  host: string,
  name: string,
  login?: Credentials,
): Promise<void> {
  await using folder = await temporaryFolder('push')
  const layout = join(folder.path, 'layout')
  await writeOciLayout(layout, '1')
  await skopeo(login ? { login } : {}).push(`oci:${layout}:1`, `docker://${host}/${name}`)
}
