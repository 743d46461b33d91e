import { expect, test } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { berth } from './berth.ts'

test.each([['--help'], ['-h'], ['help'], ['help', '--help']])(
  'lists the commands: %s',
  async (...args) => {
    const { code, stdout, stderr } = await berth(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ {2}serve {5}Run the registry\.$/m)
    expect(stdout).toMatch(/^ {2}htpasswd {2}Add, change/m)
  },
)

test.each([
  [['help', 'htpasswd']],
  [['htpasswd', '--help']],
  [['htpasswd', '-h']],
  [['htpasswd', 'file', 'user', '--help']],
])('explains a command: %j', async (args) => {
  const { code, stdout } = await berth(args)
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Usage: berth htpasswd /)])
})

test('tells its version', async () => {
  expect(await berth(['--version'])).toEqual({
    code: 0,
    stdout: `berth ${pkg.version}\n`,
    stderr: '',
  })
})

test('shows its help on stderr when there is no command', async () => {
  const { code, stdout, stderr } = await berth([])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Usage: berth <command> [options]')
})

test.each([
  [['sreve'], "unknown command 'sreve': did you mean 'serve'?", '--help'],
  [
    ['frobnicate'],
    "unknown command 'frobnicate': the commands are serve, htpasswd, import, export, tag, sync, doctor, gc, check",
    '--help',
  ],
  [['help', 'htpaswd'], "unknown command 'htpaswd': did you mean 'htpasswd'?", '--help'],
  [['--verbose'], "unknown option '--verbose'", '--help'],
  [['htpasswd', '--verbose', 'f', 'u'], "unknown option '--verbose'", 'help htpasswd'],
  [
    ['htpasswd', '--delete=yes', 'f', 'u'],
    "option '--delete' does not take an argument",
    'help htpasswd',
  ],
])('refuses %j', async (args, problem, help) => {
  expect(await berth(args)).toEqual({
    code: 2,
    stdout: '',
    stderr: `berth: ${problem}\nTry: berth ${help}\n`,
  })
})

test('takes what follows -- for what it is', async () => {
  const { code, stderr } = await berth(['htpasswd', '--', '/nowhere', '--help', 'more'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('takes one FILE and one USER')])
})

test.each([
  ['no stack', {}, false],
  ['the stack when asked', { BERTH_DEBUG: '1' }, true],
])('shows %s with a failure', async (_, env, shown) => {
  const args = ['htpasswd', '--delete', '/nowhere/htpasswd', 'alice']
  const { code, stderr } = await berth(args, { env })
  expect({ code, shown: stderr.includes('\n    at ') }).toEqual({ code: 1, shown })
})

test('has room for parallel fsyncs, unless the environment says how much', async () => {
  const { UV_THREADPOOL_SIZE: before } = process.env
  delete process.env['UV_THREADPOOL_SIZE']
  await import('../../server/threads.ts')
  const { UV_THREADPOOL_SIZE: after } = process.env
  if (before !== undefined) process.env['UV_THREADPOOL_SIZE'] = before
  expect(after).toBe('16')
})
