import { Page } from '../../components/page.tsx'
import { sync } from '../../strings/sync.ts'

export default function PlanPage({ target }: { readonly target: string }) {
  return <Page title={sync.title}>{target}</Page>
}
