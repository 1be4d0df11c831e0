import { describe, expect, it } from 'vitest';
import { type Cause, causeIds, type Subject } from '../../src/diagnose/cause.js';
import { causeById, causeOf, causes } from '../../src/diagnose/causes/index.js';
import { diagnose, why } from '../../src/diagnose/diagnosis.js';
import { nothingKnown } from '../../src/diagnose/fix-target.js';
import type { Dialect, Family } from '../../src/parse/decoder.js';
import { readRecord } from '../../src/parse/decoders.js';
import { type Finding, type Phase, phases, type Symptom, symptoms } from '../../src/parse/event.js';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import type { LogRecord } from '../../src/parse/line.js';

const families: readonly Family[] = ['nginx', 'envoy'];
const sockets = ['tcp', 'unix', null] as const;

describe('the catalogue', () => {
  it('has an entry for each id, in the order of the reference', () => {
    expect(causes.map(({ id }) => id)).toEqual(causeIds);
    expect(causeIds.map((id) => causeById(id).id)).toEqual(causeIds);
  });

  it('gives each entry a title of its own', () => {
    expect(new Set(causes.map(({ title }) => title)).size).toBe(causes.length);
  });

  it('never lets two causes explain one finding', () => {
    const disputes = everyFinding().flatMap((finding) => {
      const claimants = causes.filter(({ explains }) => explains(finding)).map(({ id }) => id);
      return claimants.length > 1 ? [{ ...finding, claimants }] : [];
    });
    expect(disputes).toEqual([]);
  });

  it('has a finding for each cause', () => {
    expect(new Set(everyFinding().map((finding) => causeOf(finding).id))).toEqual(new Set(causeIds));
  });
});

describe.each(causes)('$id', (cause: Cause) => {
  it('has a title for a header', () => {
    expect(cause.title.length).toBeLessThanOrEqual(40);
    expect(cause.title).toMatch(/^[A-Z][A-Za-z0-9 ,-]+$/);
  });

  it('says in two sentences what it means and what it does not', () => {
    expect(cause.meaning.split(/[.?!](?:\s+|$)/).filter(Boolean)).toHaveLength(2);
    expect(cause.meaning).not.toMatch(slackMarks);
  });

  it('warns of popular advice in a few sentences', () => {
    expect(cause.avoid.length).toBeGreaterThanOrEqual(1);
    expect(cause.avoid.length).toBeLessThanOrEqual(3);
    for (const advice of cause.avoid) expect(advice).toMatch(/^Do not [^`<>&*~]+: [^`<>&*~]+\.$/);
  });

  it.each(families)('gives three to six steps for %s', (family) => {
    for (const subject of [nothingKnown, address, socket, wordy]) {
      const steps = cause.fixes[family](subject);
      expect(steps.length).toBeGreaterThanOrEqual(3);
      expect(steps.length).toBeLessThanOrEqual(6);
      expect(new Set(steps.map(({ say }) => say)).size).toBe(steps.length);
    }
  });

  it.each(families)('speaks plainly and briefly in each step for %s', (family) => {
    for (const { say, type } of cause.fixes[family](nothingKnown)) {
      expect(say.length).toBeLessThanOrEqual(90);
      expect(say).toMatch(/^[A-Z].*[^.]$/);
      expect(say).not.toMatch(slackMarks);
      expect(type?.length ?? 1).toBeLessThanOrEqual(110);
      expect(type ?? 'none').toMatch(/^[^\n\r`]+$/);
    }
  });

  it.each(families)('begins for %s with a look or a change that names what to type', (family) => {
    expect(cause.fixes[family](address)[0]).toMatchObject({ type: expect.stringMatching(/\S/) });
  });
});

describe('what to type is filled in', () => {
  const firstStep = (id: Cause['id'], family: Family, subject: Subject) =>
    causeById(id).fixes[family](subject)[0]?.type;

  it('with the port that refused', () => {
    expect(firstStep('connection-refused', 'nginx', address)).toBe("ss -ltnp 'sport = :8080'");
  });

  it('with the socket that refused', () => {
    expect(firstStep('connection-refused', 'nginx', socket)).toBe(
      "ss -xlp | grep -F '/run/app/app.sock'; ls -l /run/app/app.sock",
    );
  });

  it('with an IPv6 address, in brackets where a port follows and quoted for the shell', () => {
    expect(firstStep('connect-timeout', 'nginx', address)).toBe('nc -vz -w3 2001:db8::7 8080');
    expect(firstStep('protocol-mismatch', 'nginx', address)).toContain("'http://[2001:db8::7]:8080/'");
  });

  it('with the service and namespace of a mesh', () => {
    const types = causeById('no-live-upstreams')
      .fixes.envoy(address)
      .map(({ type }) => type);
    expect(types).toContain('kubectl get endpointslices -n shop -l kubernetes.io/service-name=orders');
  });

  it('with no group name where TLS wants the name of a host', () => {
    expect(firstStep('tls-handshake', 'nginx', { ...address, name: 'shop_backend' })).toContain(
      '-servername NAME',
    );
    expect(firstStep('tls-handshake', 'nginx', { ...address, name: 'pay.example' })).toContain(
      '-servername pay.example',
    );
  });
});

describe('each record in the catalogue is explained by its own cause', () => {
  const samples = causes.flatMap(({ id, samples }) => samples.map((sample) => ({ id, ...sample })));

  it.each(samples)('$id from $gateway: $record', ({ id, gateway, record }) => {
    const event = readRecord(asRead(record), dialect);
    const said = event !== undefined && 'finding' in event ? event.finding : null;
    expect(event?.gateway).toBe(gateway);
    expect(said && diagnose(said).cause).toBe(id);
  });

  it('has a record for each cause that a record alone can tell', () => {
    const silent = causes.filter((cause) => cause.samples.length === 0).map(({ id }) => id);
    expect(silent).toEqual(['gateway-returned']);
    expect(causes.filter((cause) => cause.samples.length > 5)).toEqual([]);
  });
});

describe('the errno alone does not decide', () => {
  it.each<[Symptom, Phase | null, Finding['socket'], string]>([
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
    expect(diagnose(finding(symptom, phase, kind)).cause).toBe(id);
  });
});

it('gives of a finding its cause, class, certainty and what was lacking', () => {
  const guessed: Finding = {
    ...finding('connect-failed', 'connecting', 'tcp'),
    certainty: 'likely',
    lacks: ['%RESPONSE_CODE_DETAILS%'],
  };
  expect(diagnose(guessed)).toEqual({
    cause: 'connect-failed',
    class: 'network',
    certainty: 'likely',
    lacks: ['%RESPONSE_CODE_DETAILS%'],
  });
});

describe('why', () => {
  it('says what the record says, and what that comes to', () => {
    const refused = finding(
      'ECONNREFUSED',
      'connecting',
      'tcp',
      'connect() failed (111: Connection refused)',
    );
    expect(why(refused)).toBe(
      'The record says “connect() failed (111: Connection refused)” while connecting, so this is connection-refused.',
    );
  });

  it('says how sure it is, and what would make it sure', () => {
    const closed: Finding = {
      ...finding('closed', 'reading-header', 'tcp', '502 -'),
      certainty: 'likely',
      lacks: ['$upstream_header_time'],
    };
    expect(why(closed)).toBe(
      'The record says “502 -” while reading the response header, so this is most likely premature-close; $upstream_header_time in the log would make it certain.',
    );
  });

  it('names the log field that would have told where the record does not tell', () => {
    const bare: Finding = {
      ...finding('unexplained', null, null, '502'),
      lacks: ['$upstream_addr', '$upstream_header_time'],
    };
    expect(why(bare)).toBe(
      'The record says “502”, which does not tell the cause; $upstream_addr or $upstream_header_time in the log would.',
    );
  });

  it('stays short whatever the record says', () => {
    expect(why(finding('ECONNRESET', 'sending', 'tcp', 'x'.repeat(5000))).length).toBeLessThan(300);
  });
});

const dialect: Dialect = {
  localTime: (year, month, ...rest) => Date.UTC(year, month - 1, ...rest),
  nginxFormats: nginxFormats(),
  envoyFormats: envoyFormats(),
};
const asRead = (text: string): LogRecord => ({
  text,
  place: { file: 'sample.log', byte: 0, line: 1 },
  stampedAt: null,
  source: null,
});

const slackMarks = /[`*~<>&]|(^|\s)_|_(\s|$)/;
const address: Subject = {
  ...nothingKnown,
  host: '2001:db8::7',
  port: '8080',
  name: 'orders.shop.svc.cluster.local',
};
const socket: Subject = { ...nothingKnown, socket: '/run/app/app.sock', name: 'app' };
const wordy: Subject = { ...nothingKnown, host: 'h'.repeat(253), name: 'n'.repeat(100) };

function everyFinding(): readonly Finding[] {
  return symptoms.flatMap((symptom) =>
    [...phases, null].flatMap((phase) => sockets.map((kind) => finding(symptom, phase, kind))),
  );
}

function finding(
  symptom: Symptom,
  phase: Phase | null,
  kind: Finding['socket'],
  words = symptom as string,
): Finding {
  return { symptom, phase, socket: kind, certainty: 'certain', words, lacks: [] };
}
