import { expect, test } from 'vitest'
import {
  describeProgram,
  listenerInodes,
  lsofListener,
  netstatListener,
  tasklistName,
} from '../server/port-listings.ts'

const PROC_NET_TCP = `
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40123 1 0000000000000000 100 0 0 10 0
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 18001 2 0000000000000000 100 0 0 10 0
   2: 0100007F:A2C4 0100007F:1388 01 00000000:00000000 00:00000000 00000000  1000        0 40200 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:1388 0100007F:A2C4 01 00000000:00000000 00:00000000 00000000     0        0 40201 1 0000000000000000 20 4 30 10 -1
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:1388 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 40124 1 0000000000000000 100 0 0 10 0
`

test.each([
  [5000, ['40123', '40124']],
  [80, ['18001']],
  [41668, []],
  [8, []],
])('/proc/net/tcp lists who listens on port %d', (port, inodes) => {
  expect(listenerInodes(PROC_NET_TCP, port)).toEqual(inodes)
})

test.each([
  ['one process', 'p812\ncnginx\nf6\nn*:5000\nf7\nn[::1]:5000\n', { pid: 812, name: 'nginx' }],
  ['the first of two', 'p1\nca\nf6\nn*:5000\np2\ncb\nf6\nn*:5000\n', { pid: 1, name: 'a' }],
  ['a process without a name', 'p1\nf6\nn*:5000\np2\ncb\n', { pid: 1, name: '' }],
  ['nothing', '', undefined],
])('lsof names %s', (_, output, program) => {
  expect(lsofListener(output)).toEqual(program)
})

const NETSTAT = [
  '',
  'Active Connections',
  '',
  '  Proto  Local Address          Foreign Address        State           PID',
  '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1044',
  '  TCP    127.0.0.1:5000         127.0.0.1:50412        ESTABLISHED     999',
  '  TCP    0.0.0.0:5000           0.0.0.0:0              LISTENING       812',
  '  TCP    [::1]:8080             [::]:0                 ABHÖREN         7344',
  '  UDP    0.0.0.0:5353           *:*                                    2156',
  '',
].join('\r\n')

test.each([
  [5000, 812],
  [135, 1044],
  [8080, 7344],
  [5353, undefined],
  [50412, undefined],
  [35, undefined],
])('netstat lists who listens on port %d', (port, pid) => {
  expect(netstatListener(NETSTAT, port)).toBe(pid)
})

const TASKLIST =
  '"System Idle, Process","0","Services","0","8 K"\r\n"nginx.exe","812","Console","1","9,104 K"\r\n'

test.each([
  [812, 'nginx.exe'],
  [0, 'System Idle, Process'],
  [81, undefined],
])('tasklist names process %d', (pid, name) => {
  expect(tasklistName(TASKLIST, pid)).toBe(name)
})

test('tasklist names nothing when there is no such process', () => {
  const output = 'INFO: No tasks are running which match the specified criteria.\r\n'
  expect(tasklistName(output, 812)).toBeUndefined()
})

test.each([
  ['nginx\n', 'nginx (pid 812)'],
  ['\u001B[31mbad\u0007\n', '[31mbad (pid 812)'],
  ['', 'the process with pid 812'],
  ['ControlCe', 'AirPlay Receiver (turn it off in System Settings, General, AirDrop & Handoff)'],
  [
    'ControlCenter',
    'AirPlay Receiver (turn it off in System Settings, General, AirDrop & Handoff)',
  ],
])('a program called %j is shown as %j', (name, shown) => {
  expect(describeProgram({ pid: 812, name })).toBe(shown)
})
