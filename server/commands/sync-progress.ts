import type { Plan } from '../sync/plan-contents.ts'
import type { Progress } from '../sync/progress.ts'
import type { CommandIo } from './command.ts'
import { sizeText } from './progress.ts'

/** How far a sync has come, on a line of its own for a person who waits. */
export interface ShownSync {
  readonly onPlan: (plan: Plan) => void
  readonly onProgress: (now: () => Progress) => void
  end(): void
}

const INTERVAL = 250

/** Shows nothing where nobody looks. */
export function showSync({ stderr }: CommandIo, quiet: boolean): ShownSync {
  let timer: NodeJS.Timeout | undefined
  let isShown = false
  const isWanted = Boolean(stderr.isTTY) && !quiet
  const show = (line: string): void => {
    isShown = true
    stderr.write(`\r\u001B[K${line}`)
  }
  return {
    onPlan({ totals }) {
      if (isWanted) show(`${totals.new + totals.changed} images, ${sizeText(totals.bytesToSend)}`)
    },
    onProgress(now) {
      if (isWanted) timer = setInterval(() => show(lineOf(now())), INTERVAL).unref()
    },
    end() {
      clearInterval(timer)
      if (isShown) stderr.write('\r\u001B[K')
    },
  }
}

function lineOf({ doneBytes, totalBytes, rate, secondsLeft, images }: Progress): string {
  const left = secondsLeft === undefined ? '' : `, ${timeText(secondsLeft)} left`
  return `${images.done} of ${images.total} images, ${sizeText(doneBytes)} of ${sizeText(totalBytes)}, ${sizeText(rate)}/s${left}`
}

/** A span of time for a person. */
function timeText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}
