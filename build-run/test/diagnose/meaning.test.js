import { describe, expect, it } from 'vitest';
import { findRecordFacts } from '../../src/diagnose/advice/record-facts.js';
import { describeMeaning } from '../../src/diagnose/cause.js';
import { causeCatalogue, getCause } from '../../src/diagnose/causes/index.js';

const handshake =
  'SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number';
describe("the first sentence has the record's own reason", () => {
  it.each([
    [
      'tls-verify',
      'upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream',
      'The gateway rejected the certificate of the upstream: it has expired.',
    ],
    [
      'tls-verify',
      'upstream SSL certificate does not match "psp.example" while SSL handshaking to upstream',
      'The gateway rejected the certificate of the upstream: it is for another name.',
    ],
    [
      'tls-handshake',
      `${handshake} 40)`,
      'TCP connected, but the upstream ended the TLS handshake with alert 40: no terms in common, it needs the host name (SNI), or it wants a client certificate.',
    ],
    [
      'tls-client-cert',
      `${handshake} 116)`,
      'The upstream requires a client certificate, and the gateway sent none (alert 116).',
    ],
    [
      'gateway-crash',
      'worker process 77 exited on signal 11 (core dumped)',
      'A gateway process ended on signal 11 (segmentation fault) and cut off every request it was handling.',
    ],
    [
      'gateway-disk',
      'pwrite() "/var/lib/nginx/body/0000000007" failed (28: No space left on device)',
      'The gateway could not store a body that was too large for memory: /var/lib/nginx/body/0000000007 is on a full disk.',
    ],
  ])('%s: %s', (id, record, first) =>
    expect(describeMeaning(getCause(id), findRecordFacts([record]))).toEqual({
      first,
      rest: expect.stringMatching(/^[A-Z].*\.$/),
    }),
  );
  it.each([
    ['tls-verify', 'upstream SSL certificate verify error: (18:some other reason)'],
    ['tls-handshake', `${handshake} 99)`],
    ['gateway-crash', 'worker process 77 exited with fatal code 2 and cannot be respawned'],
    ['connection-refused', 'connect() failed (111: Connection refused)'],
  ])('stays general where the record gives none: %s', (id, record) => {
    const cause = getCause(id);
    const { first, rest } = describeMeaning(cause, findRecordFacts([record]));
    expect(`${first} ${rest}`).toBe(cause.meaning);
  });
});
describe('no meaning claims what the symptom does not prove', () => {
  it.each([
    [/port is right|address is right/, 'another protocol resets as well'],
    [/network is fine/, 'a machine that vanished times out as well'],
    [/not about trust/, 'alert 40 is also a missing client certificate'],
    [/nothing listens/i, 'a ClusterIP without endpoints refuses as well'],
    [/because every worker/, 'a stopped service has a full queue as well'],
    [/is not at fault/, 'a slow upstream uses up connections, ports and descriptors of the gateway'],
  ])('%s: %s', (claim) => {
    const guilty = causeCatalogue.filter(({ meaning }) => claim.test(meaning));
    expect(guilty.map(({ id }) => id)).toEqual([]);
  });
});
