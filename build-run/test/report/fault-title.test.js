import { describe, expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { getFaultTitle } from '../../src/report/words/names.js';
import { makePayIncident } from '../support/incident-fixtures.js';

describe('the title of an incident', () => {
  it.each([
    ['premature-close', { truncated: 120 }, 'Upstream breaks off its answers'],
    ['premature-close', { truncated: 60, undecided: 60 }, 'Upstream closed before it answered'],
    ['premature-close', { 'client-visible': 120, truncated: 3 }, 'Upstream closed before it answered'],
    ['read-timeout', { truncated: 5, 'saved-by-retry': 90 }, 'Upstream stops amid its answers'],
    ['read-timeout', { 'client-visible': 5 }, 'Upstream does not answer in time'],
    ['gateway-disk', { truncated: 5 }, 'Gateway cannot write to its disk'],
  ])('of %s with %j is “%s”', (cause, outcomes, title) => {
    const incident = makePayIncident({ outcomes: { ...noOutcomes, ...outcomes } });
    expect(getFaultTitle(incident, cause)).toBe(title);
  });
});
