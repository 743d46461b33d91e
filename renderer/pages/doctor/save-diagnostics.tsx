import { Button, Tooltip } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { DoctorBundle } from '../../../server/control/doctor-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { useControl } from '../../control.tsx'
import { doctor as words } from '../../strings/doctor.ts'

/** Saves what helps to find a fault as a file. */
export function SaveDiagnostics() {
  const control = useControl()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()

  async function save(): Promise<void> {
    setBusy(true)
    setError(undefined)
    try {
      offer(await control.call('doctor.bundle', undefined))
    } catch (failure) {
      setError(failure as Error)
    }
    setBusy(false)
  }

  return (
    <>
      {error && <Failure title={words.saveFailed} error={error} />}
      <Tooltip content={words.saveText} relationship="description">
        <Button
          icon={<ArrowDownloadRegular />}
          disabledFocusable={isBusy}
          onClick={() => void save()}
        >
          {words.save}
        </Button>
      </Tooltip>
    </>
  )
}

function offer({ name, text }: DoctorBundle): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
