import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, it } from 'vitest';
import { findSlash24, isIpv4, isPrivateIpv4 } from '../../src/base/ip-address.js';

const octet = fc.oneof(
  fc.nat({ max: 300 }).map(String),
  fc.constantFrom('', '0', '00', '01', '255', '256', '1e1', ' 1', '0x7f'),
);
const nearAddress = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
const address = fc.oneof(fc.ipV4(), nearAddress, fc.string({ maxLength: 20 }));
it('takes for IPv4 what the library takes for four decimal octets', () => {
  fc.assert(
    fc.property(address, (text) => isIpv4(text) === ipaddr.IPv4.isValidFourPartDecimal(text)),
    { numRuns: 5_000 },
  );
});
it('takes for private what the library has ranges for', () => {
  const isPrivate = (text) =>
    ['private', 'loopback', 'carrierGradeNat'].includes(ipaddr.IPv4.parse(text).range());
  const nearPrivate = fc
    .tuple(
      fc.constantFrom(
        '10',
        '9',
        '11',
        '100.63',
        '100.64',
        '100.127',
        '100.128',
        '127',
        '172.15',
        '172.16',
        '172.31',
        '172.32',
        '192.167',
        '192.168',
        '192.169',
      ),
      fc.nat(255),
      fc.nat(255),
      fc.nat(255),
    )
    .map(([start, ...rest]) => [start, ...rest].join('.').split('.').slice(0, 4).join('.'));
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), nearPrivate), (text) => isPrivateIpv4(text) === isPrivate(text)),
    { numRuns: 5_000 },
  );
});
it('names the /24 of an address, and nothing else', () => {
  expect(findSlash24('198.51.100.7')).toBe('198.51.100.0/24');
  expect(findSlash24('2001:db8::7')).toBeUndefined();
});
