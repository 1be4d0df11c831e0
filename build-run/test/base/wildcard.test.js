import { expect, it } from 'vitest';
import { matchesWildcard } from '../../src/base/wildcard.js';

it.each([
  ['shop', 'shop', true],
  ['shop', 'shops', false],
  ['shop*', 'shop', true],
  ['*-eu', 'payments-eu', true],
  ['pay*-eu', 'pay-us', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*bb*c', 'abc', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
])('the pattern %j matches the name %j: %s', (pattern, name, expected) => {
  expect(matchesWildcard(pattern, name)).toBe(expected);
});
