import { defineConfig } from 'vitest/config';
import { mutateTailer } from './test/support/tailer-mutations.js';

/** Tests of adapters open real sockets, files and threads: as slow as those of the whole program. */
const adapterTests = ['test/{tail,slack,web,cli}/**/*.test.ts'];
/**
 * Three projects: `unit` mirrors the pure folders and storage, `stories` says what a channel hears, `e2e` holds adapters,
 * the built program, nginx and Chromium.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/{stories,e2e,truth}/**',
            'test/regex-backtracking.test.ts',
            'test/parse/fuzz.test.ts',
            ...adapterTests,
          ],
          // Loading modules is two thirds of the time: files share them. None of these tests patches a module.
          isolate: false,
          pool: 'threads',
        },
      },
      { extends: true, test: { name: 'stories', include: ['test/stories/**/*.test.ts'] } },
      {
        extends: true,
        plugins: [mutateTailer()],
        test: {
          name: 'e2e',
          include: [
            'test/{e2e,truth}/**/*.test.ts',
            'test/regex-backtracking.test.ts',
            'test/parse/fuzz.test.ts',
            ...adapterTests,
          ],
        },
      },
    ],
  },
});
