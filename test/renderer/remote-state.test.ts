import { expect, test } from 'vitest'
import type { RemoteOutcome } from '../../server/control/remotes-contract.ts'
import { remoteState } from '../../renderer/pages/remotes/remote-state.ts'

const DAY = 24 * 60 * 60_000
const checked = (outcome: RemoteOutcome) => ({ lastCheck: { at: 0, outcome, message: '' } })

test.each([
  [{}, 'Not tested', 'plain'],
  [checked('works'), 'Works', 'good'],
  [checked('read-only'), 'Read only', 'warning'],
  [checked('refused'), 'Refused', 'bad'],
  [{ ...checked('works'), expiresAt: 30 * DAY }, 'Works', 'good'],
  [{ ...checked('works'), expiresAt: 3.5 * DAY }, 'Expires in 3 days', 'warning'],
  [{ ...checked('works'), expiresAt: 1.5 * DAY }, 'Expires tomorrow', 'warning'],
  [{ ...checked('works'), expiresAt: 0.5 * DAY }, 'Expires today', 'warning'],
  [{ ...checked('works'), expiresAt: 0 }, 'Expired', 'bad'],
  [{ ...checked('refused'), expiresAt: 3 * DAY }, 'Refused', 'bad'],
])('%j is %s', (remote, text, tone) => {
  expect(remoteState(remote, 0)).toEqual({ text, tone })
})
