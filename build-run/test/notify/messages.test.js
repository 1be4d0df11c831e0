import { describe, expect, it } from 'vitest';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { renderHistoryMessage } from '../../src/notify/history-message.js';
import { renderThreadMessage } from '../../src/notify/thread-message.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeOutageFailures,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';

const now = outageStartedAt + minutes(12);
const renderText = (message, width = 100) => renderTerminalText(message, { width, colour: false });
const summarizeFor = (incident, contents = {}) =>
  summarizeIncident(
    incident,
    openFilledStore({
      failures: makeOutageFailures(),
      incidents: [incident],
      requests: 5000,
      ...contents,
    }),
    now,
  );
const renderAlert = (incident, contents = {}) =>
  renderAlertMessage(summarizeFor(incident, contents), now, timezone, { renderButtons });
/** Action ids of the buttons and menus, in order. */
const listActions = ({ blocks }) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => 'action_id' in element && element.action_id)
      : [],
  );
describe('an alert', () => {
  it('shows fault, start, impact and first steps, from top to bottom', () => {
    const text = renderText(renderAlert(makePayIncident()));
    const places = [
      'Failing: Upstream refuses connections at pay_backend (BG-142)',
      'Since 14:14 (12 min) · nginx',
      'Certain: ',
      '209 requests got 502, 3 saved by retry, 4.2 % of its requests (last 30 s: 4.0 %).',
      'First steps',
      "ss -ltnp 'sport = :8080'",
      'Do not ',
      'Last hour, peak 36 per 2 min',
      '·▄█████',
      '60 min ago                 now',
      'Routes: /api/pay/:id 178, /cart 31',
      'Peers: 10.0.0.7:8080 139, 10.0.0.8:8080 70',
      'First record',
      'updated 14:26',
    ].map((phrase) => text.indexOf(phrase));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });
  it('is a full sentence in a phone notification', () => {
    expect(renderAlert(makePayIncident()).text).toBe(
      'BG-142 is failing: Upstream refuses connections at pay_backend. Since 14:14 (12 min): 209 requests got 502, 3 saved by retry, 4.2 % of its requests (last 30 s: 4.0 %). Not acknowledged yet.',
    );
  });
  it('says when a single client is affected, which may be a scanner', () => {
    const reaching = (clients, severity) => {
      const upstreams = makePayIncident().upstreams.map((upstream) => ({ ...upstream, clients }));
      return renderText(renderAlert(makePayIncident({ upstreams, severity })));
    };
    const sole = 'Single client: only 198.51.100.7 is affected';
    expect(reaching(['198.51.100.7'], 'minor')).toContain(
      `${sole}; severity stays minor while others are served.`,
    );
    expect(reaching(['198.51.100.7'], 'major')).toContain(`${sole}, possibly a load balancer.`);
    expect(reaching(['198.51.100.7', '192.0.2.9'], 'minor')).not.toContain('Single client');
    expect(reaching([''], 'minor')).not.toContain('Single client');
  });
  it('shows a reload shortly before the first failure', () => {
    const reload = {
      kind: 'reload',
      message: 'nginx reload',
      at: outageStartedAt - minutes(4),
      by: 'U012ABCDE',
    };
    const early = {
      kind: 'deploy',
      message: 'deploy api v41',
      at: outageStartedAt - minutes(31),
      by: null,
    };
    const text = renderText(renderAlert(makePayIncident(), { changes: [reload, early] }));
    expect(text).toContain('4 min before: nginx reload by @U012ABCDE');
    expect(text).not.toContain('v41');
  });
  it('offers to acknowledge, and then names who did', () => {
    expect(listActions(renderAlert(makePayIncident()))).toEqual([
      'acknowledge',
      'silence',
      'lines',
      'resolve',
      'more',
    ]);
    const acknowledged = renderAlert(
      makePayIncident({ acknowledgement: { by: 'U012ABCDE', at: outageStartedAt + minutes(3) } }),
    );
    expect(acknowledged.tone).toBe('warning');
    expect(listActions(acknowledged)).toEqual(['silence', 'lines', 'resolve', 'more']);
    expect(JSON.stringify(acknowledged.blocks)).toContain('Acknowledged by <@U012ABCDE> at <!date^');
  });
  it('shows a silence with user, end and reason, and mentions no owner', () => {
    const silence = {
      id: 3,
      matcher: { type: 'upstream', upstream: 'pay_backend' },
      startsAt: now,
      endsAt: now + minutes(30),
      recurrence: null,
      endsWithDeploy: false,
      by: 'U012ABCDE',
      reason: 'deploying v813',
      createdAt: now,
    };
    const owners = [{ id: 'U0OWNER01' }];
    const criticalAlert = renderAlertMessage(
      summarizeFor(makePayIncident({ severity: 'critical' })),
      now,
      timezone,
      {
        owners,
        renderButtons,
      },
    );
    expect(renderText(criticalAlert)).toContain('nginx · owner @U0OWNER01');
    const minorAlert = renderAlertMessage(
      summarizeFor(makePayIncident({ severity: 'minor' })),
      now,
      timezone,
      {
        owners,
        renderButtons,
      },
    );
    expect(JSON.stringify(minorAlert)).not.toContain('U0OWNER01');
    const silenced = renderAlertMessage(summarizeFor(makePayIncident()), now, timezone, {
      owners,
      silence,
      renderButtons,
    });
    expect(renderText(silenced)).toContain('Silenced until 14:56 by @U012ABCDE: deploying v813.');
    expect(silenced.text).toMatch(/ Silenced\.$/);
    expect(silenced.tone).toBe('neutral');
    expect(JSON.stringify(silenced)).not.toContain('U0OWNER01');
    expect(JSON.stringify(silenced.blocks)).toContain('"142:end"');
  });
  it('shows the previous incident and the change that ended it', () => {
    const day = 1440 * 60_000;
    const earlier = makePayIncident({
      id: 3,
      number: 91,
      firstFailureAt: outageStartedAt - 9 * day,
      lastFailureAt: outageStartedAt - 9 * day + minutes(20),
      state: { ...makeResolved('good-requests'), openedAt: outageStartedAt - 9 * day },
    });
    const restart = {
      kind: 'restart',
      message: 'restart of pay',
      at: earlier.lastFailureAt - minutes(4),
    };
    const message = renderAlert(makePayIncident(), {
      incidents: [makePayIncident(), earlier],
      changes: [{ ...restart, by: 'U012ABCDE' }],
    });
    expect(renderText(message)).toContain(
      'Last time: BG-91, 8 d 23 h ago, ended 4 min after restart of pay by @U012ABCDE.',
    );
  });
  it('marks changes below the bars of the hour', () => {
    const reload = {
      kind: 'reload',
      message: 'nginx reload',
      at: outageStartedAt - minutes(4),
      by: null,
    };
    expect(renderText(renderAlert(makePayIncident(), { changes: [reload] }))).toContain(
      `  ${' '.repeat(21)}▲ change\n`,
    );
  });
  it.each([
    ['good-requests', 'Recovered: ', 'Recovery confirmed at 14:34: 20 good requests since the last failure.'],
    [
      'quiet',
      'Quiet: ',
      'No failures for 8 min until 14:34, but recovery is not confirmed: 20 good requests since.',
    ],
    ['by-hand', 'Resolved: ', 'Resolved manually at 14:34; not confirmed by traffic.'],
  ])('shows the resolution: %s', (proof, title, words) => {
    const resolvedIncident = makePayIncident({ state: makeResolved(proof), successesSince: 20 });
    const message = renderAlert(resolvedIncident);
    const text = renderText(message);
    expect(text).toContain(title);
    expect(text).toContain(words);
    expect(text).toContain('From 14:14 to 14:26 (11 min) · nginx');
    expect(text).toContain('The hour it ended');
    expect(text).not.toContain('First steps');
    expect(message.tone).toBe(proof === 'good-requests' ? 'good' : 'neutral');
    expect(listActions(message)).toEqual(['lines', 'what-helped', 'more']);
  });
  it('does not claim that clients saw failures without an access log', () => {
    const attempts = makeOutageFailures(9).map((failure) => ({
      ...failure,
      outcome: 'undecided',
      status: null,
    }));
    const unseen = makePayIncident({
      outcomes: { ...makePayIncident().outcomes, 'client-visible': 0, 'saved-by-retry': 0, undecided: 9 },
    });
    const message = renderAlert(unseen, { failures: attempts, requests: 0 });
    expect(renderText(message)).toContain('9 failed attempts that clients may have seen.');
    expect(message.tone).toBe('warning');
  });
  it('is titled with the root cause, not a secondary one', () => {
    const causes = [
      { cause: 'no-live-upstreams', count: 900 },
      { cause: 'connection-refused', count: 3 },
    ];
    expect(renderText(renderAlert(makePayIncident({ causes })))).toContain(
      'Failing: Upstream refuses connections',
    );
  });
  it('shows certainty, hint and missing log fields', () => {
    const failures = makeOutageFailures(30).map((failure) => ({
      ...failure,
      peer: '10.0.0.7:8080',
      certainty: 'guess',
      missingFields: ['$upstream_header_time'],
    }));
    const successesByPeer = { '10.0.0.7:8080': 10, '10.0.0.8:8080': 400, '10.0.0.9:8080': 380 };
    const text = renderText(renderAlert(makePayIncident(), { failures, successesByPeer }));
    expect(text).toContain('Guess: ');
    expect(text).toContain('Looks like one bad peer (certain): 10.0.0.7:8080 has all 30 failures and');
    expect(text).toContain('1. Try the bad peer directly');
    expect(text).toContain("curl -s --max-time 5 -v -o /dev/null 'http://10.0.0.7:8080/'");
    expect(text).toContain('the log lacks $upstream_header_time');
  });
  it('uses the commands of the product that wrote the records', () => {
    const failures = makeOutageFailures(9).map((failure) => ({ ...failure, gateway: 'envoy-access' }));
    expect(summarizeFor(makePayIncident(), { failures }).product).toBe('envoy');
    expect(summarizeFor(makePayIncident()).product).toBe('nginx');
  });
  it('shows times of another day with the date', () => {
    const message = renderAlertMessage(summarizeFor(makePayIncident()), now + minutes(1440), timezone, {
      renderButtons,
    });
    expect(renderText(message)).toContain('Since 21 Nov 14:14 (1 d) · nginx');
  });
});
describe('a thread reply', () => {
  it.each([
    ['opened', 'Opened. 209 failures since 14:14.'],
    ['spread', 'Spread to 2 peers: 10.0.0.7:8080, 10.0.0.8:8080.'],
    [
      'worsened',
      'Worse: Upstream refuses connections at pay_backend. In 12 min: 209 requests got 502, 3 saved by retry, 4.2 % of its requests (last 30 s: 4.0 %).',
    ],
    ['still-failing', 'Still failing after 12 min: 209 requests got 502'],
    [
      'reopened',
      'Reopened: Upstream refuses connections at pay_backend. Failing since 14:14. In total: 209 requests got 502',
    ],
  ])('for %s', (reason, words) => {
    const message = renderThreadMessage(reason, summarizeFor(makePayIncident()), now, timezone);
    expect(renderText(message, 200).replaceAll('\n  ', ' ')).toContain(words);
  });
  it('for acknowledged names the user', () => {
    const acknowledgedIncident = makePayIncident({ acknowledgement: { by: 'mo', at: now } });
    expect(
      renderText(renderThreadMessage('acknowledged', summarizeFor(acknowledgedIncident), now, timezone)),
    ).toBe('Acknowledged by mo.');
  });
  it.each([
    [
      'good-requests',
      'Recovered: 20 good requests since the last failure. Failed for 11 min: 209 requests got 502',
    ],
    [
      'quiet',
      'Quiet: no more failures, but recovery is not confirmed: 20 good requests since. Failed for 11 min',
    ],
    ['by-hand', 'Resolved manually. Failed for 11 min'],
  ])('for recovered shows the resolution: %s', (proof, words) => {
    const resolvedIncident = makePayIncident({ state: makeResolved(proof), successesSince: 20 });
    const message = renderThreadMessage('recovered', summarizeFor(resolvedIncident), now, timezone);
    expect(renderText(message, 200).replaceAll('\n  ', ' ')).toContain(words);
    expect(message.text).toMatch(/^BG-142: /);
  });
});
it('sends nothing that Slack would refuse', () => {
  for (const message of [
    renderAlert(makePayIncident()),
    renderThreadMessage('worsened', summarizeFor(makePayIncident()), now, timezone),
  ])
    expect(validateMessage(message)).toEqual([]);
});
const makeResolved = (resolution) => ({
  type: 'resolved',
  openedAt: outageStartedAt,
  resolvedAt: outageStartedAt + minutes(20),
  resolution,
  recentFailureTimes: [],
});
describe('the message about what happened before the first start', () => {
  it('tells the incidents that are over, and counts those that are still open', () => {
    const message = renderHistoryMessage(
      [makePayIncident({ state: makeResolved('quiet') }), makePayIncident({ id: 2, number: 143 })],
      { since: now - 86_400_000, now, timezone, command: '/badgateway' },
    );
    if (message === undefined) throw new Error('no message');
    expect(renderText(message, 200)).toMatch(
      /^1 incident in the last 24 h before I was started\. 1 more incident still open, told separately\./,
    );
    expect(validateMessage(message)).toEqual([]);
  });
  it('is not sent when nothing is over', () => {
    const context = { since: now - 86_400_000, now, timezone, command: '/badgateway' };
    expect(renderHistoryMessage([makePayIncident()], context)).toBeUndefined();
  });
});
