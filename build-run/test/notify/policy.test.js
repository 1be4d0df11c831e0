import { describe, expect, it } from 'vitest';
import { findOwners, isWithinQuietHours, parseOwners } from '../../src/notify/policy.js';

describe('owners', () => {
  const owners = parseOwners('payments-*=<@U0123ABCD>, /api/*=S0456EFGH,shop = U0789IJKL') ?? [];
  it('are found by upstream and by route, each once', () => {
    const affected = { upstreams: ['payments-eu', 'payments-us', null], routes: ['/api/pay/:id'] };
    expect(findOwners(affected, owners)).toEqual([{ id: 'U0123ABCD' }, { id: 'S0456EFGH' }]);
  });
  it('of other upstreams and routes are not found', () => {
    expect(findOwners({ upstreams: ['cart'], routes: ['/'] }, owners)).toEqual([]);
  });
  it.each(['payments', 'payments=@someone', '=U0123ABCD', 'a=<!channel>'])(
    'are not accepted as %j',
    (text) => {
      expect(parseOwners(text)).toBeUndefined();
    },
  );
});
describe('quiet hours', () => {
  it.each([
    [22 * 60, 7 * 60, '23:00', true],
    [22 * 60, 7 * 60, '06:59', true],
    [22 * 60, 7 * 60, '07:00', false],
    [12 * 60, 13 * 60, '12:30', true],
    [12 * 60, 13 * 60, '13:00', false],
  ])('from minute %i to minute %i include %s: %s', (fromMinute, toMinute, clock, expected) => {
    expect(isWithinQuietHours({ fromMinute, toMinute }, Date.parse(`2026-11-22T${clock}:00Z`), 'UTC')).toBe(
      expected,
    );
  });
});
