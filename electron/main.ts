import * as electron from 'electron'
import { startDesktop } from './desktop.ts'

// The scheme has to be known before Electron is ready, so nothing may be waited for here.
void startDesktop(electron, process)
