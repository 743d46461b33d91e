import { useEffect, useState } from 'react'

/** What was typed, once nothing was typed for so many milliseconds. */
export function useSettled<T>(value: T, pause = 250): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value, pause])
  return settled
}
