import { describe, expect, test } from 'vitest'
import type { ArtifactKind } from '../../server/control/repositories-contract.ts'
import { pullCommand, runCommand } from '../../renderer/pages/image/use-commands.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`

function named(kind: ArtifactKind, reference = 'v7') {
  return { host: 'localhost:5000', repository: 'team/api', reference, kind }
}

describe('the command that pulls', () => {
  test.each([
    ['image', 'v7', 'docker pull localhost:5000/team/api:v7'],
    ['multi-platform image', 'v7', 'docker pull localhost:5000/team/api:v7'],
    ['image', DIGEST, `docker pull localhost:5000/team/api@${DIGEST}`],
    ['Helm chart', '1.2.0', 'helm pull oci://localhost:5000/team/api --version 1.2.0'],
    ['Helm chart', '1.2.0_7', 'helm pull oci://localhost:5000/team/api --version 1.2.0+7'],
    ['Helm chart', DIGEST, `helm pull oci://localhost:5000/team/api@${DIGEST}`],
    ['artifact', 'v7', 'oras pull localhost:5000/team/api:v7'],
    ['SBOM', DIGEST, `oras pull localhost:5000/team/api@${DIGEST}`],
    ['signature', DIGEST, `oras manifest fetch localhost:5000/team/api@${DIGEST}`],
  ] as const)('a %s by %s', (kind, reference, command) => {
    expect(pullCommand(named(kind, reference))).toBe(command)
  })
})

describe('the command that runs', () => {
  test.each([
    [[], 'docker run --rm -it localhost:5000/team/api:v7'],
    [['8080/tcp'], 'docker run --rm -it -p 8080:8080 localhost:5000/team/api:v7'],
    [['53/udp', '80'], 'docker run --rm -it -p 53:53/udp -p 80:80 localhost:5000/team/api:v7'],
  ] as const)('with ports %j', (ports, command) => {
    expect(runCommand(named('image'), ports)).toBe(command)
  })

  test('is not there for what does not run', () => {
    expect(runCommand(named('Helm chart'))).toBeUndefined()
  })
})
