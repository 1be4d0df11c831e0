import { describe, expect, it } from 'vitest';
import { buildFixFacts, unknownFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listProductSteps } from '../../src/diagnose/advice/gateway-advice.js';
import { causeCatalogue, causeIds, findCause, getCause } from '../../src/diagnose/causes/index.js';
import { diagnoseFinding, explainFinding } from '../../src/diagnose/diagnosis.js';
import { decodeRecord } from '../../src/parse/decoders.js';
import { phases, symptoms } from '../../src/parse/event.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';

const products = ['nginx', 'envoy', 'haproxy', 'ztunnel'];
const sockets = ['tcp', 'unix', null];
describe('the catalogue', () => {
  it('lists each id once, in the order of the entries', () => {
    expect(causeCatalogue.map(({ id }) => id)).toEqual(causeIds);
    expect(causeIds.map((id) => getCause(id).id)).toEqual(causeIds);
    expect(new Set(causeIds).size).toBe(causeIds.length);
  });
  it('gives each entry a unique title', () => {
    expect(new Set(causeCatalogue.map(({ title }) => title)).size).toBe(causeCatalogue.length);
  });
  it('never lets two causes explain one finding', () => {
    const disputes = listFindings().flatMap((finding) => {
      const claimants = causeCatalogue.filter(({ explains }) => explains(finding)).map(({ id }) => id);
      return claimants.length > 1 ? [{ ...finding, claimants }] : [];
    });
    expect(disputes).toEqual([]);
  });
  it('has a finding for each cause', () => {
    expect(new Set(listFindings().map((finding) => findCause(finding).id))).toEqual(new Set(causeIds));
  });
});
describe.each(causeCatalogue)('$id', (cause) => {
  it('has a title for a header', () => {
    expect(cause.title.length).toBeLessThanOrEqual(40);
    expect(cause.title).toMatch(/^[A-Z][A-Za-z0-9 ,-]+$/);
  });
  it('explains in two sentences what it means and what it does not', () => {
    expect(cause.meaning.split(/[.?!](?:\s+|$)/).filter(Boolean)).toHaveLength(2);
    expect(cause.meaning).not.toMatch(slackMarks);
  });
  it('warns against popular advice in a few sentences', () => {
    expect(cause.avoid.length).toBeGreaterThanOrEqual(1);
    expect(cause.avoid.length).toBeLessThanOrEqual(3);
    for (const advice of cause.avoid) expect(advice).toMatch(/^Do not [^`<>&*~]+: [^`<>&*~]+\.$/);
  });
  it.each(products)('gives two to six steps for %s', (product) => {
    for (const target of [unknownFixFacts, addressTarget, socketTarget, longTarget]) {
      const steps = listProductSteps(cause, product, target);
      expect(steps.length).toBeGreaterThanOrEqual(2);
      expect(steps.length).toBeLessThanOrEqual(6);
      expect(new Set(steps.map(({ text }) => text)).size).toBe(steps.length);
    }
  });
  it.each(products)('has short steps in plain text for %s', (product) => {
    for (const { text, command } of listProductSteps(cause, product, unknownFixFacts)) {
      expect(text.length).toBeLessThanOrEqual(90);
      expect(text).toMatch(/^[A-Z].*[^.]$/);
      expect(text).not.toMatch(slackMarks);
      expect(command?.length ?? 1).toBeLessThanOrEqual(110);
      expect(command ?? 'none').toMatch(/^[^\n\r`]+$/);
    }
  });
  it.each(products)('begins with a step that has a command, for %s', (product) => {
    expect(listProductSteps(cause, product, addressTarget)[0]).toMatchObject({
      command: expect.stringMatching(/\S/),
    });
  });
});
describe('commands are filled in', () => {
  const getFirstCommand = (id, product, target) =>
    listProductSteps(getCause(id), product, target)[0]?.command;
  it('with the port that refused', () => {
    expect(getFirstCommand('connection-refused', 'nginx', addressTarget)).toBe("ss -ltnp 'sport = :8080'");
  });
  it('with the socket that refused', () => {
    expect(getFirstCommand('connection-refused', 'nginx', socketTarget)).toBe(
      "ss -xlp | grep -F '/run/app/app.sock'; ls -l /run/app/app.sock",
    );
  });
  it('with an IPv6 address, in brackets where a port follows and quoted for the shell', () => {
    expect(getFirstCommand('connect-timeout', 'nginx', addressTarget)).toBe('nc -vz -w3 2001:db8::7 8080');
    expect(getFirstCommand('protocol-mismatch', 'nginx', addressTarget)).toContain(
      "'http://[2001:db8::7]:8080/'",
    );
  });
  it('with the service and namespace of a mesh', () => {
    const facts = buildFixFacts({
      format: 'envoy-access',
      peer: null,
      upstream: 'outbound|8080||orders.shop.svc.cluster.local',
      records: [],
    });
    const types = listProductSteps(getCause('no-live-upstreams'), 'envoy', facts).map(
      ({ command }) => command,
    );
    expect(types).toContain('kubectl get endpointslices -n shop -l kubernetes.io/service-name=orders');
  });
  it('without a group name where TLS needs a host name', () => {
    expect(getFirstCommand('tls-handshake', 'nginx', { ...addressTarget, name: 'shop_backend' })).toContain(
      '-servername NAME',
    );
    expect(getFirstCommand('tls-handshake', 'nginx', { ...addressTarget, name: 'pay.example' })).toContain(
      '-servername pay.example',
    );
  });
});
describe('each sample is explained by its own cause and no other', () => {
  const samples = causeCatalogue.flatMap(({ id, samples }) => samples.map((sample) => ({ id, ...sample })));
  it.each(samples)('$id from $gateway: $record', ({ id, gateway, record }) => {
    const event = decodeRecord(makeRecord(record), decoderOptions);
    const parsedFinding = event !== undefined && 'finding' in event ? event.finding : null;
    expect(event?.gateway).toBe(gateway);
    expect(parsedFinding && diagnoseFinding(parsedFinding).cause).toBe(id);
  });
  it('has a sample for each cause that a single record can show', () => {
    const silent = causeCatalogue.filter((cause) => cause.samples.length === 0).map(({ id }) => id);
    // One answer 500 is no failure: only many of them are.
    expect(silent).toEqual(['gateway-returned', 'upstream-500']);
    expect(causeCatalogue.filter((cause) => cause.samples.length > 5)).toEqual([]);
  });
});
describe('the errno alone does not decide', () => {
  it.each([
    ['ECONNREFUSED', 'connecting', 'tcp', 'connection-refused'],
    ['ECONNREFUSED', 'connecting', 'unix', 'connection-refused'],
    ['ECONNREFUSED', 'resolving', null, 'dns-server-failure'],
    ['ECONNREFUSED', 'reading-body', 'tcp', 'connection-refused'],
    ['ECONNRESET', 'handshaking', 'tcp', 'connection-reset'],
    ['ETIMEDOUT', 'connecting', 'tcp', 'connect-timeout'],
    ['ETIMEDOUT', 'handshaking', 'tcp', 'tls-timeout'],
    ['ETIMEDOUT', 'reading-header', 'tcp', 'host-unreachable'],
    ['timed-out', 'choosing', 'tcp', 'connect-timeout'],
    ['timed-out', 'connecting', 'tcp', 'connect-timeout'],
    ['timed-out', 'handshaking', 'tcp', 'tls-timeout'],
    ['timed-out', 'sending', 'tcp', 'send-timeout'],
    ['timed-out', 'reading-header', 'tcp', 'read-timeout'],
    ['timed-out', null, null, 'read-timeout'],
    ['EACCES', 'connecting', 'unix', 'socket-permission'],
    ['EACCES', 'connecting', 'tcp', 'access-denied'],
    ['EACCES', 'connecting', null, 'access-denied'],
    ['EACCES', 'storing', null, 'gateway-disk'],
    ['EPERM', 'connecting', 'unix', 'access-denied'],
    ['ENOENT', 'connecting', 'unix', 'socket-missing'],
    ['ENOENT', 'storing', null, 'gateway-disk'],
    ['EADDRNOTAVAIL', 'connecting', 'tcp', 'ports-exhausted'],
    ['EADDRNOTAVAIL', 'binding', 'tcp', 'bad-upstream-config'],
    ['EADDRINUSE', 'binding', 'tcp', 'ports-exhausted'],
    ['EMFILE', 'accepting', null, 'fds-exhausted'],
    ['EMFILE', 'storing', null, 'fds-exhausted'],
    ['EMFILE', 'resolving', null, 'fds-exhausted'],
    ['ENOSPC', 'reading-body', null, 'gateway-disk'],
    ['closed', 'handshaking', 'tcp', 'tls-handshake'],
    ['closed', 'reading-header', 'tcp', 'premature-close'],
    ['EOTHER', 'connecting', 'tcp', 'unknown'],
    ['EOTHER', 'storing', null, 'gateway-disk'],
    ['EINVAL', 'reading-header', 'tcp', 'unknown'],
  ])('%s while %s on a %s socket is %s', (symptom, phase, kind, id) => {
    expect(diagnoseFinding(makeFinding(symptom, phase, kind)).cause).toBe(id);
  });
});
it('diagnoses a finding with its cause, class, certainty and missing fields', () => {
  const guessed = {
    ...makeFinding('connect-failed', 'connecting', 'tcp'),
    certainty: 'likely',
    missingFields: ['%RESPONSE_CODE_DETAILS%'],
  };
  expect(diagnoseFinding(guessed)).toEqual({
    cause: 'connect-failed',
    class: 'network',
    certainty: 'likely',
    missingFields: ['%RESPONSE_CODE_DETAILS%'],
  });
});
describe('the explanation of a finding', () => {
  it('quotes the record and names the cause', () => {
    const refused = makeFinding(
      'ECONNREFUSED',
      'connecting',
      'tcp',
      'connect() failed (111: Connection refused)',
    );
    expect(explainFinding(refused)).toBe(
      'The record says “connect() failed (111: Connection refused)” while connecting, so this is connection-refused.',
    );
  });
  it('says how certain it is, and which field would make it certain', () => {
    const closed = {
      ...makeFinding('closed', 'reading-header', 'tcp', '502 -'),
      certainty: 'likely',
      missingFields: ['$upstream_header_time'],
    };
    expect(explainFinding(closed)).toBe(
      'The record says “502 -” while reading the response header, so this is most likely premature-close; $upstream_header_time in the log would make it certain.',
    );
  });
  it('names the log field that would show the cause if the record does not', () => {
    const bare = {
      ...makeFinding('unexplained', null, null, '502'),
      missingFields: ['$upstream_addr', '$upstream_header_time'],
    };
    expect(explainFinding(bare)).toBe(
      'The record says “502”, which does not show the cause; $upstream_addr or $upstream_header_time in the log would.',
    );
  });
  it('stays short whatever the record contains', () => {
    expect(explainFinding(makeFinding('ECONNRESET', 'sending', 'tcp', 'x'.repeat(5000))).length).toBeLessThan(
      300,
    );
  });
});
const decoderOptions = {
  toEpochMs: (year, month, ...rest) => Date.UTC(year, month - 1, ...rest),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
const makeRecord = (text) => ({
  text,
  location: { file: 'sample.log', byte: 0, line: 1 },
  stampedAt: null,
  source: null,
});
const slackMarks = /[`*~<>&]|(^|\s)_|_(\s|$)/;
const addressTarget = {
  ...unknownFixFacts,
  host: '2001:db8::7',
  port: '8080',
  name: 'orders.shop.svc.cluster.local',
};
const socketTarget = { ...unknownFixFacts, socket: '/run/app/app.sock', name: 'app' };
const longTarget = { ...unknownFixFacts, host: 'h'.repeat(253), name: 'n'.repeat(100) };
function listFindings() {
  return symptoms.flatMap((symptom) =>
    [...phases, null].flatMap((phase) => sockets.map((kind) => makeFinding(symptom, phase, kind))),
  );
}
function makeFinding(symptom, phase, kind, message = symptom) {
  return { symptom, phase, socket: kind, certainty: 'certain', message, missingFields: [] };
}
