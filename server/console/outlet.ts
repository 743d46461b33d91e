import type { Outlet } from '../carry/outlet.ts'
import type { Library } from '../library/library.ts'
import type { Traffic } from '../traffic/traffic.ts'

/** In the history it is a push, or another tag, from the console. */
export function outletTo(library: Library, traffic: Traffic): Outlet {
  const agent = 'console'
  return {
    async stored({ repository, digest, manifests, tags, way, bytes, seconds }, { user }) {
      await library.noteStored({ repository, manifests: [...manifests, digest], tags, user })
      const action = way === 'import' ? 'push' : 'retag'
      const moved = bytes ? { bytes, ...(seconds !== undefined && { seconds }) } : {}
      for (const [at, tag] of tags.entries()) {
        const deed = { action, repository, tag, digest, agent, ...(at === 0 && moved) } as const
        traffic.record({ ...deed, ...(user !== undefined && { user }) })
      }
    },
    sent({ repository, digest, tag, bytes, seconds }, { user }) {
      library.pulled({ repository, digest, tag, user, at: Date.now() })
      const deed = { action: 'pull', repository, digest, bytes, seconds, agent } as const
      traffic.record({ ...deed, ...(tag && { tag }), ...(user !== undefined && { user }) })
    },
  }
}
