import { describe, expect, it } from 'vitest';
import { LogCorrelator } from '../../src/diagnose/correlate/correlator.js';
import {
  makeAttempt,
  makeRequest,
  makeUpstreamAttempt,
  minutes,
  nineAm,
  timeoutFinding,
} from '../support/event-fixtures.js';

const line = (file) => ({ file, byte: 0, line: 1 });
/** Gateway A was refused, gateway B timed out: same client, request, second, worker and connection. */
function recordsOfTwo(errorA, accessA, errorB, accessB) {
  const place = ({ file, source = null }) => ({
    location: line(file),
    source,
  });
  const answered = { durationMs: null, upstreamAttempts: [] };
  return {
    errorA: makeAttempt({ ...place(errorA), status: 502 }),
    errorB: makeAttempt({ ...place(errorB), status: 502, finding: timeoutFinding, peer: '10.9.0.9:8080' }),
    accessA: makeRequest({ ...place(accessA), ...answered, text: 'A' }),
    accessB: makeRequest({ ...place(accessB), ...answered, text: 'B' }),
  };
}
/** What is told of each request: `A connection-refused`. */
function correlate(records) {
  const correlator = new LogCorrelator();
  for (const record of records) correlator.announceLog(record);
  const failures = new Map();
  const updates = records.flatMap((record) =>
    record.type === 'attempt' ? correlator.addAttempt(record, nineAm) : correlator.addRequest(record, nineAm),
  );
  for (const { failure } of [...updates, ...correlator.tick(nineAm + minutes(1))])
    failures.set(failure.key, failure);
  return [...failures.values()]
    .map(({ evidence, cause }) => `${evidence.at(-1)?.text.slice(0, 1)} ${cause}`)
    .sort();
}
const right = ['A connection-refused', 'B read-timeout'];
describe('two gateways with equal workers, connections and requests never mix', () => {
  it.each([
    [
      'as syslog names their hosts',
      recordsOfTwo(
        { file: '/log/all.log', source: 'edge-a' },
        { file: '/log/all.log', source: 'edge-a' },
        { file: '/log/all.log', source: 'edge-b' },
        { file: '/log/all.log', source: 'edge-b' },
      ),
    ],
    [
      'as Kubernetes names their pods',
      recordsOfTwo(
        { file: '/var/log/containers/edge-a_prod_nginx-1.log' },
        { file: '/var/log/containers/edge-a_prod_nginx-1.log' },
        { file: '/var/log/containers/edge-b_prod_nginx-1.log' },
        { file: '/var/log/containers/edge-b_prod_nginx-1.log' },
      ),
    ],
    [
      'as each has a folder',
      recordsOfTwo(
        { file: '/logs/a/error.log' },
        { file: '/logs/a/access.log' },
        { file: '/logs/b/error.log' },
        { file: '/logs/b/access.log' },
      ),
    ],
    [
      'as each has its files',
      recordsOfTwo(
        { file: '/logs/web1-error.log.1' },
        { file: '/logs/web1-access.log' },
        { file: '/logs/web2-error.log' },
        { file: '/logs/web2-access.log.2.gz' },
      ),
    ],
    [
      'as a folder is named after the host of the other log',
      recordsOfTwo(
        { file: '/logs/edge-a/error.log' },
        { file: '/log/all.log', source: 'edge-a' },
        { file: '/logs/edge-b/error.log' },
        { file: '/log/all.log', source: 'edge-b' },
      ),
    ],
  ])('%s', (_, { errorA, errorB, accessA, accessB }) => {
    expect(correlate([errorA, errorB, accessB, accessA])).toEqual(right);
    expect(correlate([accessB, accessA, errorA, errorB])).toEqual(right);
    expect(correlate([errorB, accessA, errorA, accessB])).toEqual(right);
  });
});
describe('the logs of one gateway join', () => {
  it.each([
    ['in one folder', { file: '/var/log/nginx/error.log' }, { file: '/var/log/nginx/access.log' }],
    ['in two folders', { file: '/var/log/nginx/error.log' }, { file: '/var/www/shop/logs/access.log' }],
    [
      'where only one names its host',
      { file: '/var/log/nginx/error.log' },
      { file: '/log/all.log', source: 'edge-a' },
    ],
    ['where they name two containers', { file: 'a', source: 'nginx' }, { file: 'b', source: 'access-tail' }],
    ['by short and full name', { file: 'a', source: 'edge-a' }, { file: 'b', source: 'edge-a.example' }],
    ['where a site has an access log of its own', { file: '/l/error.log' }, { file: '/l/shop.access.log' }],
  ])('%s', (_, error, access) => {
    const records = recordsOfTwo(error, access, error, access);
    expect(correlate([records.errorA, records.accessA])).toEqual(['A connection-refused']);
    expect(correlate([records.accessA, records.errorA])).toEqual(['A connection-refused']);
  });
  it('where a site has an access log of its own, beside the common ones', () => {
    const { errorA, accessA } = recordsOfTwo(
      { file: '/l/error.log' },
      { file: '/l/shop.access.log' },
      { file: '' },
      { file: '' },
    );
    const other = makeRequest({
      location: line('/l/access.log'),
      client: '192.0.2.99',
      status: 200,
      finding: null,
      outcome: null,
      madeBy: null,
      upstreamAttempts: [makeUpstreamAttempt({ status: 200 })],
    });
    expect(correlate([other, errorA, accessA])).toEqual(['A connection-refused']);
  });
});
it('knows the folder of an access log that is still empty, and waits for nothing because of it', () => {
  const place = (file) => ({ location: line(file), source: null });
  const correlator = new LogCorrelator();
  correlator.announceLog({ gateway: 'nginx-access', ...place('/logs/web1/access.log'), isEmpty: true });
  correlator.announceLog({ gateway: 'nginx-error', ...place('/logs/web1/error.log') });
  correlator.announceLog({ gateway: 'nginx-access', ...place('/logs/web2/access.log') });
  correlator.announceLog({ gateway: 'nginx-error', ...place('/logs/web2/error.log') });
  const tried = correlator.addAttempt(makeAttempt({ ...place('/logs/web1/error.log'), status: 502 }), nineAm);
  const other = makeRequest({ ...place('/logs/web2/access.log'), durationMs: null, upstreamAttempts: [] });
  const answered = correlator.addRequest(other, nineAm);
  const told = [...tried, ...answered, ...correlator.tick(nineAm + minutes(1))];
  expect(new Set(told.map(({ failure }) => failure.key)).size).toBe(2);
  const alone = new LogCorrelator();
  alone.announceLog({ gateway: 'nginx-access', ...place('/logs/web1/access.log'), isEmpty: true });
  expect(
    alone.addAttempt(makeAttempt({ ...place('/logs/web1/error.log'), status: 502 }), nineAm),
  ).toHaveLength(1);
});
