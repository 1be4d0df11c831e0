import { describe, expect, it } from 'vitest';
import { extractHost } from '../../src/base/ip-address.js';
import { createPseudonymizer, pseudonymizeDeep } from '../../src/base/pseudonymize.js';

describe('the pseudonymizer replaces addresses of clients', () => {
  it.each([
    ['client: 192.0.2.9, server', 'client: address-1, server'],
    ['192.0.2.9:51234', 'address-1:51234'],
    ['"192.0.2.9, 198.51.100.1, 192.0.2.9"', '"address-1, address-2, address-1"'],
    ['client: 2001:db8::7, server', 'client: address-1, server'],
    ['[2001:DB8::7]:443 2001:db8::7', '[address-1]:443 address-1'],
    ['2001:db8:0:0:0:0:0:7', 'address-1'],
    ['::ffff:192.0.2.9', '::ffff:address-1'],
    [
      String.raw`for=\x22192.0.2.9\x22, for=%22[2001:db8::7]%22`,
      String.raw`for=\x22address-1\x22, for=%22[address-2]%22`,
    ],
    [String.raw`\x222001:db8::7\x22 %222001:DB8::7`, String.raw`\x22address-1\x22 %22address-1`],
    ['guest_192.0.2.9_1', 'guest_address-1_1'],
    ['from 2001:db8::7: reset', 'from address-1: reset'],
    ['<@U0ANNA001> told <@U0ANNA001>', 'person-1 told person-1'],
    ['upstream: "http://10.0.0.7:8080/cart"', 'upstream: "http://10.0.0.7:8080/cart"'],
    ['upstream: "http://[fd00::7]:80/"', 'upstream: "http://[fd00::7]:80/"'],
    ['on 127.0.0.1, [::1] and 0.0.0.0', 'on 127.0.0.1, [::1] and 0.0.0.0'],
    ['2026/11/22 09:00:00 at 1.2.3 v10.4', '2026/11/22 09:00:00 at 1.2.3 v10.4'],
    ['22/Nov/2026:09:00:00 +0100', '22/Nov/2026:09:00:00 +0100'],
    ['std::bad_alloc, my::b, 999.1.1.1', 'std::bad_alloc, my::b, 999.1.1.1'],
  ])('%s', (text, expected) => {
    expect(createPseudonymizer(new Set(['10.0.0.7', 'fd00::7'])).pseudonymizeText(text)).toBe(expected);
  });
  it('in every text at any depth, and people in `by` fields', () => {
    const fields = { at: 5, by: 'ada', lines: ['from 192.0.2.9', { text: '192.0.2.9', by: null }] };
    expect(pseudonymizeDeep(fields, createPseudonymizer(new Set()))).toEqual({
      at: 5,
      by: 'person-1',
      lines: ['from address-1', { text: 'address-1', by: null }],
    });
  });
});
describe('the host of a peer', () => {
  it.each([
    ['10.0.0.7:8080', '10.0.0.7'],
    ['[FD00::7]:80', 'fd00::7'],
    ['fd00::7', 'fd00::7'],
    ['payments-api', 'payments-api'],
    ['unix:/run/app.sock', 'unix:/run/app.sock'],
  ])('of %s is %s', (peer, host) => {
    expect(extractHost(peer)).toBe(host);
  });
});
