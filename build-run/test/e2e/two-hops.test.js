import { describe, expect, it } from 'vitest';
import { hasOpenssl } from '../support/nginx-lab/certificates.js';
import { hopFormats, isRight, runHops } from '../support/nginx-lab/hops.js';
import { hasNginx } from '../support/nginx-lab/nginx.js';

describe.skipIf(!hasNginx || !hasOpenssl)('two real nginx, one behind the other, with all their logs', () => {
  it.each(hopFormats)(
    'tell each failed request once, with the cause of the inner one: %s',
    async (format) => {
      const results = await runHops(format);
      const wrong = results.filter((result) => !isRight(result));
      expect(
        wrong.map(({ truth, found }) => ({
          [truth.name]: found.map(({ cause, status, outcome }) => `${cause} ${status} ${outcome}`),
        })),
      ).toEqual([]);
    },
    60_000,
  );
});
