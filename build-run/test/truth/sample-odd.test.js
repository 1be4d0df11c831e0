import { testSample } from './sample.js';

// Half of a sample of `npm run truth`; the other half is in `sample-even.test.ts`.
testSample([1, 101, 201, 301, 401]);
