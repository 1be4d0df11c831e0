import { defineConfig } from 'vitest/config';
import { mutateTailer } from './test/support/tailer-mutations.js';

/** Unit tests mirror `src/`; stories say what the channel hears; e2e tests start the built program, nginx or Chromium. */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        plugins: [mutateTailer()],
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/{stories,e2e}/**'] },
      },
      { extends: true, test: { name: 'stories', include: ['test/stories/**/*.test.ts'] } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
});
