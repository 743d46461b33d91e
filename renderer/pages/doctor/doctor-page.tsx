import { Page } from '../../components/page.tsx'
import { doctor as words } from '../../strings/doctor.ts'

/** What is well, what is not, and what to do about it. */
export default function DoctorPage() {
  return <Page title={words.title}>{null}</Page>
}
