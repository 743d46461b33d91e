import { describe, expect, test } from 'vitest'
import { dockerfileLine, oneLine } from '../../renderer/pages/image/dockerfile-line.ts'

describe('a line of a Dockerfile', () => {
  test.each([
    ['RUN make', { instruction: 'RUN', lines: ['make'] }],
    [
      'RUN apt-get update \t && apt-get install -y curl',
      { instruction: 'RUN', lines: ['apt-get update', '&& apt-get install -y curl'] },
    ],
    ['CMD ["nginx" "-g"]', { instruction: 'CMD', lines: ['["nginx" "-g"]'] }],
    ['bazel build ...', { lines: ['bazel build ...'] }],
    ['RUNNER x', { lines: ['RUNNER x'] }],
    ['', { lines: [''] }],
  ])('%j', (command, line) => {
    expect(dockerfileLine(command)).toEqual(line)
  })

  test('keeps what is no separator', () => {
    expect(dockerfileLine('RUN test a&&b').lines).toEqual(['test a&&b'])
  })
})

test('on one line', () => {
  expect(oneLine(' RUN a \n\t&& b ')).toBe('RUN a && b')
})
