import { describe, expect, it } from 'vitest';
import { findCommonFactor } from '../../src/incidents/common-factor.js';
import { emptyFailureCounts } from '../../src/incidents/failure-counts.js';
import { unknownIsolation } from '../../src/incidents/gateway-isolation.js';

describe('the common factor of several upstreams', () => {
  const affected = (upstream, peer) => ({
    ...emptyFailureCounts,
    upstream,
    peer,
    firstFailureAt: 0,
    lastFailureAt: 0,
    successesSince: 0,
    firstSuccessAt: null,
    successRoutes: [],
    failingRoutes: [],
    gatewayIsolation: unknownIsolation,
    clients: [],
    traffic: null,
    statuses: [],
  });
  const findFactor = (cause, ...upstreams) =>
    findCommonFactor({ upstreams, causes: [{ cause, count: 9 }], correctedCause: null });
  it.each([
    ['one machine', ['shop', '10.0.0.7:80'], ['pay', '10.0.0.7:81'], { type: 'machine', host: '10.0.0.7' }],
    [
      'one network',
      ['shop', '10.0.0.7:80'],
      ['pay', '10.0.0.9:80'],
      { type: 'network', network: '10.0.0.0/24' },
    ],
    [
      'a domain',
      ['a.shop.svc.example', null],
      ['b.shop.svc.example', null],
      { type: 'domain', domain: 'shop.svc.example' },
    ],
    ['nothing', ['shop', '10.0.0.7:80'], ['pay', '10.9.0.7:80'], undefined],
  ])('is %s', (_, [name, peer], [otherName, otherPeer], expected) => {
    expect(findFactor('connect-timeout', affected(name, peer), affected(otherName, otherPeer))).toEqual(
      expected,
    );
  });
  it('is the resolver, whatever the names', () => {
    expect(findFactor('dns-timeout', affected('a', null), affected('b', null))).toEqual({
      type: 'shared',
      resource: 'resolver',
    });
  });
  it('is undefined for a single upstream', () => {
    expect(findFactor('dns-timeout', affected('a', null))).toBeUndefined();
  });
});
