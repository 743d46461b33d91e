/** Calls back after so many milliseconds. @returns how to call it off */
export type StartTimer = (work: () => void, milliseconds: number) => () => void

/** By the clock; keeps no process alive. */
export const startTimer: StartTimer = (work, milliseconds) => {
  const started = setTimeout(work, milliseconds).unref()
  return () => clearTimeout(started)
}
