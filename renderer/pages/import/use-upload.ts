import { useEffect, useRef, useState } from 'react'
import { useControl } from '../../control.tsx'
import { ControlError } from '../../transport.ts'
import { measuredRate, withSample, type Sample } from './measured-rate.ts'

/** A file on its way to the host, or why it did not get there. */
export type UploadState =
  | { readonly state: 'none' }
  | { readonly state: 'sending'; readonly file: File; readonly samples: readonly Sample[] }
  | { readonly state: 'failed'; readonly file: File; readonly error: ControlError }

export interface Upload {
  readonly now: UploadState
  /** Ends the one before. */
  readonly start: (file: File) => void
  readonly cancel: () => void
}

const NONE: UploadState = { state: 'none' }

/** Sends one file at a time; it ends when the page is left. @param onTaken told the id of the import */
export function useUpload(onTaken: (id: string) => void): Upload {
  const control = useControl()
  const [now, setNow] = useState(NONE)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const send = async (file: File, signal: AbortSignal) => {
    const onProgress = (bytes: number) => {
      if (!signal.aborted) setNow((before) => further(before, file, bytes))
    }
    onProgress(0)
    try {
      const { id } = await control.upload(file, { onProgress, signal })
      // Nobody waits for it any more.
      if (signal.aborted) return void control.call('imports.discard', { id }).catch(() => undefined)
      setNow(NONE)
      onTaken(id)
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      if (!signal.aborted) setNow({ state: 'failed', file, error })
    }
  }
  const cancel = () => {
    running.current?.abort()
    setNow(NONE)
  }
  const start = (file: File) => {
    running.current?.abort()
    running.current = new AbortController()
    void send(file, running.current.signal)
  }
  return { now, start, cancel }
}

function further(before: UploadState, file: File, bytes: number): UploadState {
  const samples = before.state === 'sending' && before.file === file ? before.samples : []
  return { state: 'sending', file, samples: withSample(samples, { at: performance.now(), bytes }) }
}

/** How far it is, as a progress line says it. */
export function uploadProgress(file: File, samples: readonly Sample[]) {
  const bytes = samples.at(-1)?.bytes ?? 0
  // A request counts its own frame as well.
  return { bytes: Math.min(bytes, file.size), totalBytes: file.size, rate: measuredRate(samples) }
}
