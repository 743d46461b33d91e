import { defineConfig } from 'vitest/config'

/** Settings and data of what the tests start. */
const HOMES = 'test/support/home-setup.ts'

/** Suites of their own in the Azurite that the run starts. */
const IN_AZURE = ['test/{storage,registry,commands}/azure*.test.ts']

/** Who comes in, and how, does not depend on where images lie. */
const DOORS = [
  'test/http/{access,access-log,base,errors,gate,guard,headers,listen,login,location,tls,token}.test.ts',
  'test/control/{access,closed,cross-site,link,login,one-time-key,secret-input,sessions,users}.test.ts',
]

export default defineConfig({
  test: {
    // The suites wait for programs as much as they work.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...IN_AZURE, 'test/interop/**', 'test/browser/**', 'test/smoke/**'],
          globalSetup: [HOMES],
          expect: { poll: { timeout: 10_000 } },
          testTimeout: 20_000,
          // What is started here takes its time when all suites run at once.
          hookTimeout: 60_000,
        },
      },
      {
        // What is about Azure, and the protocol and the console once more on a container instead of a folder.
        test: {
          name: 'azure',
          include: [...IN_AZURE, 'test/{http,fuzz,control,traffic}/**/*.test.ts'],
          exclude: DOORS,
          globalSetup: [HOMES, 'test/http/azurite-setup.ts'],
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          globalSetup: [HOMES, 'test/interop/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        // The app in the real Electron, which few machines can fetch: apart from `npm test`.
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        // The console in a real browser, from a real server.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [HOMES, 'test/browser/global-setup.ts'],
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
