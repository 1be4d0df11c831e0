import type { Failure } from '../../src/diagnose/failure.js';
import { noOutcomes, type OutcomeCounts } from '../../src/incidents/failure-counts.js';
import { noPassage } from '../../src/incidents/gateway-isolation.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { Situation } from '../../src/notify/reason.js';
import type { Outcome } from '../../src/parse/event.js';
import type { FileCoverage } from '../../src/report/repository.js';

export const zone = 'Europe/Berlin';
/** 14:14 of Saturday 21 November 2026 in Berlin. */
export const began = Date.parse('2026-11-21T13:14:07Z');
export const minutes = (count: number) => count * 60_000;

/** One failed request to pay, as both logs of an nginx tell it. */
export const failure = (changed: Partial<Failure> = {}): Failure => ({
  key: 'a',
  at: began,
  gateway: 'nginx-error',
  gatewayHost: null,
  customer: null,
  cause: 'connection-refused',
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: 'pay_backend',
  peer: '10.0.0.7:8080',
  client: '192.0.2.9',
  server: 'shop.example',
  host: 'shop.example',
  request: { method: 'POST', target: '/api/pay/4711', protocol: 'HTTP/1.1' },
  route: '/api/pay/:id',
  attempts: 1,
  timing: null,
  symptom: 'ECONNREFUSED',
  phase: 'connecting',
  certainty: 'certain',
  hints: [],
  words: 'connect() failed (111: Connection refused)',
  lacks: [],
  evidence: [{ file: '/var/log/nginx/error.log', byte: 0, line: 1, text: refusedRecord }],
  ...changed,
});

const refusedRecord =
  '2026/11/21 14:14:07 [error] 31#31: *88 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.9, server: shop.example, request: "POST /api/pay/4711?card=4111111111111111 HTTP/1.1", upstream: "http://10.0.0.7:8080/api/pay/4711", host: "shop.example"';

/** Failures spread over the twelve minutes since `began`. */
export const outage = (count = 212): Failure[] =>
  Array.from({ length: count }, (_, at) =>
    failure({
      key: String(at),
      at: began + Math.floor((at / count) * minutes(12)),
      ...(at % 7 === 0 ? { route: '/cart' } : {}),
      ...(at % 70 === 69 ? { outcome: 'saved-by-retry', status: 200 } : {}),
      ...(at % 3 === 0 ? { peer: '10.0.0.8:8080' } : {}),
    }),
  );

export function countsFor(failures: readonly Failure[]): OutcomeCounts {
  const counts: Record<Outcome, number> = { ...noOutcomes };
  for (const { outcome } of failures) counts[outcome] += 1;
  return counts;
}

export const incident = (changed: Partial<Incident> = {}): Incident => {
  const whole: Incident = {
    id: 7,
    number: 142,
    upstream: 'pay_backend',
    causes: [{ cause: 'connection-refused', count: 212 }],
    state: { name: 'open', openedAt: began + 4000 },
    firstFailureAt: began,
    lastFailureAt: began + minutes(12) - 1000,
    counts: countsFor(outage()),
    goodSince: 0,
    acknowledged: null,
    branches: [],
    service: null,
    severity: 'minor',
    reopened: 0,
    reopenedAt: null,
    corrected: null,
    partOf: null,
    ...changed,
  };
  return { ...whole, branches: changed.branches ?? [onlyBranchOf(whole)] };
};

/** An incident of which nobody has asked not to hear. */
export const situationOf = (whole: Incident): Situation => ({
  incident: whole,
  peers: 1,
  parts: 0,
  silence: 'none',
  quiet: false,
  escalateMs: null,
});

/** All of an incident's failures at its one upstream. */
export const onlyBranchOf = ({
  upstream,
  causes,
  counts,
  firstFailureAt,
  lastFailureAt,
  goodSince,
}: Incident): Incident['branches'][number] => ({
  upstream,
  peer: '10.0.0.7:8080',
  causes,
  counts,
  firstFailureAt,
  lastFailureAt,
  goodSince,
  goodFrom: null,
  passage: noPassage,
  clients: [],
});

export const coverage = (changed: Partial<FileCoverage> = {}): FileCoverage => ({
  file: '/var/log/nginx/error.log',
  gateway: 'nginx-error',
  lines: 12_400,
  records: 12_345,
  unparsed: 8,
  examples: [],
  latestAt: began + minutes(12),
  trouble: null,
  ...changed,
});
