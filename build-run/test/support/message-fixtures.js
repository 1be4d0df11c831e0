import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { unknownIsolation } from '../../src/incidents/gateway-isolation.js';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { renderThreadMessage } from '../../src/notify/thread-message.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { openFilledStore } from './filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from './incident-fixtures.js';

const now = outageStartedAt + minutes(12);
/** Messages of rare situations, each with a title. */
export function buildEdgeCaseMessages() {
  const child = makePayIncident({
    id: 8,
    number: 143,
    upstream: 'search',
    mergedIntoId: 7,
    state: mergedState,
  });
  const parent = makeStorm(40);
  const quietState = {
    type: 'resolved',
    openedAt: outageStartedAt,
    resolvedAt: outageStartedAt + minutes(22),
    resolution: 'quiet',
    recentFailureTimes: [],
  };
  const silence = {
    id: 1,
    matcher: { type: 'upstream', upstream: 'pay_backend' },
    startsAt: outageStartedAt,
    endsAt: outageStartedAt + minutes(120),
    recurrence: null,
    endsWithDeploy: false,
    by: 'U012ABCDE',
    reason: 'deploying v813',
    createdAt: outageStartedAt,
  };
  const owners = [{ id: 'S0PAYOPS1' }];
  return [
    ['A storm over forty upstreams', renderAlert(parent, [child])],
    ['In its thread: spread', renderThread('spread', parent, [child])],
    ['In its thread: absorbed', renderThread('absorbed', parent, [child])],
    ['The merged incident', renderAlert(child, [parent])],
    ['In the thread of the merged incident', renderThread('merged', child, [parent])],
    ['One gateway of several', renderAlert(makeIsolatedGatewayIncident())],
    ['One client of many', renderAlert(makeSingleClientIncident())],
    [
      'Critical, with owners',
      renderAlertMessage(summarize(makePayIncident({ severity: 'critical' })), now, timezone, {
        owners,
        renderButtons,
      }),
    ],
    ['Silenced', renderAlertMessage(summarize(makePayIncident()), now, timezone, { silence, renderButtons })],
    ['Quiet, recovery not confirmed', renderAlert(makePayIncident({ state: quietState }))],
    [
      'Reopened',
      renderThread('reopened', makePayIncident({ reopenCount: 1, reopenedAt: outageStartedAt + minutes(9) })),
    ],
  ];
}
const mergedState = {
  type: 'resolved',
  openedAt: outageStartedAt,
  resolvedAt: now,
  resolution: 'merged',
  recentFailureTimes: [],
};
const summarize = (incident, related = []) =>
  summarizeIncident(
    incident,
    openFilledStore({
      failures: incident.upstreams.flatMap(makeFailures),
      incidents: [incident, ...related],
      requests: 5_000,
      coverage: [makeCoverage()],
    }),
    now,
  );
const renderAlert = (incident, related = []) =>
  renderAlertMessage(summarize(incident, related), now, timezone, { renderButtons });
const renderThread = (reason, incident, related = []) =>
  renderThreadMessage(reason, summarize(incident, related), now, timezone);
const makeFailures = ({ upstream, causes }) =>
  upstream === 'pay_backend'
    ? makeOutageFailures()
    : causes.flatMap(({ cause, count }) =>
        Array.from({ length: count }, (_, n) =>
          makePayFailure({
            key: `${upstream} ${n}`,
            upstream,
            peer: null,
            cause,
            at: outageStartedAt + n * 11_000,
            evidence: [{ file: '/var/log/nginx/error.log', byte: 0, line: 1, text: unresolvedRecord }],
          }),
        ),
      );
const unresolvedRecord =
  '2026/11/21 14:14:07 [error] 31#31: *88 service-1.shop.internal could not be resolved (110: Operation timed out), client: 192.0.2.9, server: shop.example, request: "POST /api/pay/4711 HTTP/1.1", host: "shop.example"';
function makeStorm(upstreamCount) {
  const affectedUpstreams = Array.from({ length: upstreamCount }, (_, n) =>
    makeUpstream(`service-${n + 1}.shop.internal`, n % 9 === 8 ? 'connect-timeout' : 'dns-timeout', 60 - n),
  );
  const count = affectedUpstreams.reduce((sum, { causes }) => sum + (causes[0]?.count ?? 0), 0);
  return makePayIncident({
    upstream: 'service-1.shop.internal',
    severity: 'critical',
    upstreams: affectedUpstreams,
    causes: [
      { cause: 'dns-timeout', count: count - 100 },
      { cause: 'connect-timeout', count: 100 },
    ],
    outcomes: { ...noOutcomes, 'client-visible': count },
  });
}
const makeUpstream = (upstream, cause, count) => ({
  upstream,
  peer: null,
  causes: [{ cause, count }],
  outcomes: { ...noOutcomes, 'client-visible': count },
  firstFailureAt: outageStartedAt,
  lastFailureAt: now,
  successesSince: 0,
  firstSuccessAt: null,
  successRoutes: [],
  failingRoutes: [],
  gatewayIsolation: unknownIsolation,
  clients: [],
  traffic: null,
  statuses: [],
});
const makeIncidentWithUpstream = (overrides) =>
  makePayIncident({
    upstreams: makePayIncident().upstreams.map((upstream) => ({ ...upstream, ...overrides })),
  });
const makeIsolatedGatewayIncident = () =>
  makeIncidentWithUpstream({
    gatewayIsolation: { failingGateways: ['edge-2'], successesElsewhere: 5, isIsolated: true },
  });
const makeSingleClientIncident = () => makeIncidentWithUpstream({ clients: ['198.51.100.7'] });
