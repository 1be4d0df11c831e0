import type { CauseId } from '../../src/diagnose/cause.js';
import type { Branch } from '../../src/incidents/affected-upstream.js';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { noPassage } from '../../src/incidents/gateway-isolation.js';
import type { Incident } from '../../src/incidents/incident.js';
import { alertView } from '../../src/notify/alert-message.js';
import { threadView } from '../../src/notify/thread-message.js';
import type { Message } from '../../src/render/message.js';
import { factsOf } from '../../src/report/summary/incident.js';
import { ledgerOf } from './fake-repository.js';
import { began, coverage, failure, incident, minutes, outage, zone } from './incident-fixtures.js';

const now = began + minutes(12);

/** Messages of the nights that are not like the others, each with what it is. */
export function hardNights(): readonly (readonly [words: string, message: Message])[] {
  const child = incident({ id: 8, number: 143, upstream: 'search', partOf: 7, state: merged });
  const whole = storm(40);
  const quiet: Incident['state'] = {
    name: 'resolved',
    openedAt: began,
    resolvedAt: began + minutes(22),
    proof: 'quiet',
    recent: [],
  };
  const silence = {
    id: 1,
    of: { name: 'upstream', upstream: 'pay_backend' },
    from: began,
    until: began + minutes(120),
    by: 'U012ABCDE',
    reason: 'deploying v813',
    createdAt: began,
  } as const;
  const owners = [{ id: 'S0PAYOPS1' }];
  return [
    ['A storm over forty upstreams', message(whole, [child])],
    ['In its thread: spread', inThread('spread', whole, [child])],
    ['In its thread: took in', inThread('took-in', whole, [child])],
    ['The message of what has become a part of it', message(child, [whole])],
    ['In the thread of that', inThread('merged', child, [whole])],
    ['One gateway of several', message(behindOneGateway())],
    ['One client of many', message(ofOneClient())],
    ['Critical, with owners', alertView(facts(incident({ severity: 'critical' })), now, zone, { owners })],
    ['Silenced', alertView(facts(incident()), now, zone, { silence })],
    ['Quiet, not proven', message(incident({ state: quiet }))],
    ['Back again', inThread('reopened', incident({ reopened: 1, reopenedAt: began + minutes(9) }))],
  ];
}

const merged = {
  name: 'resolved',
  openedAt: began,
  resolvedAt: now,
  proof: 'merged',
  recent: [],
} as const;

const facts = (subject: Incident, others: readonly Incident[] = []) =>
  factsOf(
    subject,
    ledgerOf({
      failures: subject.branches.flatMap(failuresOf),
      incidents: [subject, ...others],
      requests: 5_000,
      coverage: [coverage()],
    }),
    now,
  );

const message = (subject: Incident, others: readonly Incident[] = []): Message =>
  alertView(facts(subject, others), now, zone);

const inThread = (
  reason: Parameters<typeof threadView>[0],
  subject: Incident,
  others: readonly Incident[] = [],
): Message => threadView(reason, facts(subject, others), now, zone);

const failuresOf = ({ upstream, causes }: Branch) =>
  upstream === 'pay_backend'
    ? outage()
    : causes.flatMap(({ cause, count }) =>
        Array.from({ length: count }, (_, n) =>
          failure({
            key: `${upstream} ${n}`,
            upstream,
            peer: null,
            cause,
            at: began + n * 11_000,
            evidence: [{ file: '/var/log/nginx/error.log', byte: 0, line: 1, text: unresolved }],
          }),
        ),
      );

const unresolved =
  '2026/11/21 14:14:07 [error] 31#31: *88 service-1.shop.internal could not be resolved (110: Operation timed out), client: 192.0.2.9, server: shop.example, request: "POST /api/pay/4711 HTTP/1.1", host: "shop.example"';

function storm(upstreams: number): Incident {
  const branches = Array.from({ length: upstreams }, (_, n) =>
    branchOf(`service-${n + 1}.shop.internal`, n % 9 === 8 ? 'connect-timeout' : 'dns-timeout', 60 - n),
  );
  const count = branches.reduce((sum, { causes }) => sum + (causes[0]?.count ?? 0), 0);
  return incident({
    upstream: 'service-1.shop.internal',
    severity: 'critical',
    branches,
    causes: [
      { cause: 'dns-timeout', count: count - 100 },
      { cause: 'connect-timeout', count: 100 },
    ],
    counts: { ...noOutcomes, 'client-visible': count },
  });
}

const branchOf = (upstream: string, cause: CauseId, count: number): Branch => ({
  upstream,
  peer: null,
  causes: [{ cause, count }],
  counts: { ...noOutcomes, 'client-visible': count },
  firstFailureAt: began,
  lastFailureAt: now,
  goodSince: 0,
  goodFrom: null,
  passage: noPassage,
  clients: [],
});

const withBranch = (over: Partial<Branch>): Incident =>
  incident({ branches: incident().branches.map((branch) => ({ ...branch, ...over })) });

const behindOneGateway = () => withBranch({ passage: { gateways: ['edge-2'], elsewhere: 5, isApart: true } });

const ofOneClient = () => withBranch({ clients: ['198.51.100.7'] });
