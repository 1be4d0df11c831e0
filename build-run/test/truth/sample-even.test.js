import { testSample } from './sample.js';

// Half of a sample of `npm run truth`; the other half is in `sample-odd.test.ts`.
testSample([51, 151, 251, 351, 451]);
