import { defineConfig } from 'vitest/config';
import { brokenReaders } from './test/defects.js';

export default defineConfig({
  plugins: [brokenReaders()],
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000 },
});
