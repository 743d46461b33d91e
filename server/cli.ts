#!/usr/bin/env node
// oxlint-disable-next-line import/no-unassigned-import -- it only sets a variable, and has to be first
import './threads.ts'
import { runCommand } from './commands/run.ts'

// Whoever reads our output may stop reading, as in `berth --help | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCommand(process.argv.slice(2), process)
