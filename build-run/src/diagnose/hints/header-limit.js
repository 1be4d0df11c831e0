import { formatCount } from '../../base/format-number.js';
import { defineHint } from './hint.js';
/** The limit for a response header that is in force, and what good answers had. */
export const headerLimit = defineHint({
  id: 'header-limit',
  title: 'a limit',
  phrases: ['header limit'],
  refines: ({ id }) => id === 'header-too-big',
  detect: ({ product, facts: { record, usual } }) => {
    const limit = record.bytesReceived;
    if (product !== 'nginx' || limit === null || limit < bytesMin) return undefined;
    const largest = usual?.headerBytes ?? null;
    const before =
      largest === null || largest > limit
        ? ''
        : `; before, good answers of ${usual?.route ?? 'these routes'} had up to about ${formatCount(largest)}`;
    return {
      certainty: 'certain',
      why: `nginx gave up after ${formatCount(limit)} bytes of header, the limit in force${before}.`,
    };
  },
});
/** No buffer is smaller. */
const bytesMin = 1_024;
