import { describe, expect, it } from 'vitest';
import { getDaySpan } from '../../src/base/calendar.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { Severity } from '../../src/incidents/severity.js';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import type { Silence } from '../../src/notify/silence.js';
import { renderThreadMessage } from '../../src/notify/thread-message.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import type { Message } from '../../src/render/message.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { renderHourStrip } from '../../src/report/words/hour-strip.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { createFakeRepository, type RepositoryContents } from '../support/fake-repository.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';

const now = outageStartedAt + minutes(12);
const renderText = (message: Message, width = 100) => renderTerminalText(message, { width, colour: false });
const summarizeFor = (incident: Incident, contents: RepositoryContents = {}) =>
  summarizeIncident(
    incident,
    createFakeRepository({
      failures: makeOutageFailures(),
      incidents: [incident],
      requestCount: 5000,
      ...contents,
    }),
    now,
  );
const renderAlert = (incident: Incident, contents: RepositoryContents = {}) =>
  renderAlertMessage(summarizeFor(incident, contents), now, timezone, { renderButtons });

/** What can be pressed, in order. */
const listActions = ({ blocks }: Message) =>
  blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map((element) => 'action_id' in element && element.action_id)
      : [],
  );

describe('the message of an incident', () => {
  it('says what is wrong, since when, how bad and what first, from top to bottom', () => {
    const text = renderText(renderAlert(makePayIncident()));
    const places = [
      'Failing: Upstream refuses connections at pay_backend (BG-142)',
      'Since 14:14 (12 min) · nginx',
      'Certain: ',
      '209 requests got 502, 3 saved by retry, 4.2 % of its requests.',
      'First steps',
      "ss -ltnp 'sport = :8080'",
      'Do not ',
      'Last hour, peak 36 per 2 min',
      '·▄█████',
      '60 min ago                 now',
      'Routes: /api/pay/:id 181, /cart 31',
      'Peers: 10.0.0.7:8080 141, 10.0.0.8:8080 71',
      'First record',
      'updated 14:26',
    ].map((phrase) => text.indexOf(phrase));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it('is one full sentence on a phone', () => {
    expect(renderAlert(makePayIncident()).text).toBe(
      'BG-142 is failing: Upstream refuses connections at pay_backend. Since 14:14 (12 min): 209 requests got 502, 3 saved by retry, 4.2 % of its requests. Not acknowledged yet.',
    );
  });

  it('says when one client alone is hit, as that may be a scanner', () => {
    const reaching = (clients: readonly string[], severity: Severity) => {
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

  it('tells of a reload shortly before, with how long before', () => {
    const reload = {
      kind: 'reload',
      message: 'nginx reload',
      at: outageStartedAt - minutes(4),
      by: 'U012ABCDE',
    } as const;
    const early = {
      kind: 'deploy',
      message: 'deploy api v41',
      at: outageStartedAt - minutes(31),
      by: null,
    } as const;
    const text = renderText(renderAlert(makePayIncident(), { changes: [reload, early] }));
    expect(text).toContain('4 min before: nginx reload by @U012ABCDE');
    expect(text).not.toContain('v41');
  });

  it('offers to acknowledge while nobody has, and names who did', () => {
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

  it('says who silenced it, until when and why, and calls nobody', () => {
    const silence: Silence = {
      id: 3,
      matcher: { type: 'upstream', upstream: 'pay_backend' },
      startsAt: now,
      endsAt: now + minutes(30),
      by: 'U012ABCDE',
      reason: 'deploying v813',
      createdAt: now,
    };
    const owners = [{ id: 'U0OWNER01' }];
    const criticalAlert = renderAlertMessage(summarizeFor(makePayIncident()), now, timezone, {
      owners,
      renderButtons,
    });
    expect(renderText(criticalAlert)).toContain('nginx · owner @U0OWNER01');
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

  it('tells of the last time, and of what was done before that ended', () => {
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
    } as const;
    const message = renderAlert(makePayIncident(), {
      incidents: [makePayIncident(), earlier],
      changes: [{ ...restart, by: 'U012ABCDE' }],
    });
    expect(renderText(message)).toContain(
      'Last time: BG-91, 8 d 23 h ago, ended 4 min after restart of pay by @U012ABCDE.',
    );
  });

  it('marks under the hour when something was changed', () => {
    const reload = {
      kind: 'reload',
      message: 'nginx reload',
      at: outageStartedAt - minutes(4),
      by: null,
    } as const;
    expect(renderText(renderAlert(makePayIncident(), { changes: [reload] }))).toContain(
      `  ${' '.repeat(21)}▲ change\n`,
    );
  });

  it.each([
    ['good-requests', 'Recovered: ', 'Recovery confirmed at 14:34: 20 good requests since the last failure.'],
    ['quiet', 'Quiet: ', 'No failures for 8 min until 14:34, but too few good requests to confirm recovery.'],
    ['by-hand', 'Resolved: ', 'Resolved manually at 14:34; not confirmed by traffic.'],
  ] as const)('is rewritten when it is over, with the proof: %s', (proof, title, words) => {
    const resolvedIncident = makePayIncident({ state: makeResolved(proof), successesSince: 20 });
    const message = renderAlert(resolvedIncident);
    const text = renderText(message);
    expect(text).toContain(title);
    expect(text).toContain(words);
    expect(text).toContain('From 14:14 to 14:26 (11 min) · nginx');
    expect(text).toContain('The hour it ended');
    expect(text).not.toContain('First steps');
    expect(message.tone).toBe(proof === 'good-requests' ? 'good' : 'neutral');
    expect(listActions(message)).toEqual(['lines', 'more']);
  });

  it('does not claim that clients saw what no access log tells', () => {
    const attempts = makeOutageFailures(9).map(
      (failure) => ({ ...failure, outcome: 'undecided', status: null }) as const,
    );
    const unseen = makePayIncident({
      outcomes: { ...makePayIncident().outcomes, 'client-visible': 0, 'saved-by-retry': 0, undecided: 9 },
    });
    const message = renderAlert(unseen, { failures: attempts, requestCount: null });
    expect(renderText(message)).toContain('9 failed attempts that clients may have seen.');
    expect(message.tone).toBe('warning');
  });

  it('names the incident by its cause, not by the aftermath', () => {
    const causes = [
      { cause: 'no-live-upstreams', count: 900 },
      { cause: 'connection-refused', count: 3 },
    ] as const;
    expect(renderText(renderAlert(makePayIncident({ causes })))).toContain(
      'Failing: Upstream refuses connections',
    );
  });

  it('says how unsure it is, which hint refines it and what the log lacks', () => {
    const failures = makeOutageFailures(30).map(
      (failure) =>
        ({
          ...failure,
          peer: '10.0.0.7:8080',
          certainty: 'guess',
          missingFields: ['$upstream_header_time'],
        }) as const,
    );
    const goodByPeer = { '10.0.0.7:8080': 10, '10.0.0.8:8080': 400, '10.0.0.9:8080': 380 };
    const text = renderText(renderAlert(makePayIncident(), { failures, goodByPeer }));
    expect(text).toContain('Guess: ');
    expect(text).toContain('Looks like one bad peer (certain): 10.0.0.7:8080 has all 30 failures and');
    expect(text).toContain('1. Ask the bad peer itself');
    expect(text).toContain("curl -sv -o /dev/null --max-time 5 'http://10.0.0.7:8080/'");
    expect(text).toContain('the log lacks $upstream_header_time');
  });

  it('uses the commands of the family that wrote the records', () => {
    const failures = makeOutageFailures(9).map(
      (failure) => ({ ...failure, gateway: 'envoy-access' }) as const,
    );
    expect(summarizeFor(makePayIncident(), { failures }).product).toBe('envoy');
    expect(summarizeFor(makePayIncident()).product).toBe('nginx');
  });

  it('shows another day’s times with the day', () => {
    const message = renderAlertMessage(summarizeFor(makePayIncident()), now + minutes(1440), timezone, {
      renderButtons,
    });
    expect(renderText(message)).toContain('Since 21 Nov 14:14 (1 d) · nginx');
  });
});

describe('a line in the thread', () => {
  it.each([
    ['opened', 'Opened. 209 failures since 14:14.'],
    ['spread', 'Spread to 2 peers: 10.0.0.7:8080, 10.0.0.8:8080.'],
    [
      'worsened',
      'Worse: Upstream refuses connections at pay_backend. In 12 min: 209 requests got 502, 3 saved by retry, 4.2 % of its requests.',
    ],
    ['still-failing', 'Still failing after 12 min: 209 requests got 502'],
    [
      'reopened',
      'Reopened: Upstream refuses connections at pay_backend. Failing since 14:14. In total: 209 requests got 502',
    ],
  ] as const)('%s', (reason, words) => {
    const message = renderThreadMessage(reason, summarizeFor(makePayIncident()), now, timezone);
    expect(renderText(message, 200).replaceAll('\n  ', ' ')).toContain(words);
  });

  it('acknowledged', () => {
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
    ['quiet', 'Quiet: no more failures, but too few good requests to confirm recovery. Failed for 11 min'],
    ['by-hand', 'Resolved manually. Failed for 11 min'],
  ] as const)('recovered, by %s', (proof, words) => {
    const resolvedIncident = makePayIncident({ state: makeResolved(proof), successesSince: 20 });
    const message = renderThreadMessage('recovered', summarizeFor(resolvedIncident), now, timezone);
    expect(renderText(message, 200).replaceAll('\n  ', ' ')).toContain(words);
    expect(message.text).toMatch(/^BG-142: /);
  });
});

describe('the daily report', () => {
  const report = (day: string, contents: RepositoryContents, at = now) => {
    const summary = summarizeDay(day, { now: at, timezone }, createFakeRepository(contents));
    return summary === undefined ? undefined : renderDayReport(summary);
  };
  const tomorrow = outageStartedAt + minutes(1440);

  it('is one line on a clean day', () => {
    const message = report('2026-11-20', { requestCount: 5000, coverage: [makeCoverage()] });
    expect(message && renderText(message, 110)).toBe(
      'Friday 20 November: no gateway failures, 5,000 requests served; 99.93 % of 12,345 records parsed.',
    );
    expect(message?.blocks).toHaveLength(1);
  });

  it('does not call a day clean of requests that nobody logged', () => {
    const message = report('2026-11-20', { requestCount: null });
    expect(message?.text).toBe(
      'Friday 20 November: no gateway failures recorded, and no access log to count requests; no records read yet.',
    );
  });

  it('tells the number, its change, what to do, incidents and the hours', () => {
    const dayBefore = makeOutageFailures(100).map((failure) => ({
      ...failure,
      at: failure.at - minutes(1440),
    }));
    const message = report(
      '2026-11-21',
      {
        failures: [...dayBefore, ...makeOutageFailures()],
        incidents: [makePayIncident()],
        requestCount: 5000,
        coverage: [makeCoverage()],
      },
      tomorrow,
    );
    const text = message ? renderText(message) : '';
    expect(text).toContain('Saturday 21 November: 209 failures');
    expect(text).toContain('That is 2.1 times as many as the day before');
    expect(text).toContain('1. 209 Upstream refuses connections at pay_backend, 3 more saved');
    expect(text).toContain('BG-142 Upstream refuses connections at pay_backend');
    expect(text).toContain('Routes: /api/pay/:id 181, /cart 31');
    expect(text).toContain('··············█·········');
    expect(text).toContain('99.93 % of 12,345 records parsed');
  });

  it('says that today is not over', () => {
    expect(report('2026-11-21', { failures: makeOutageFailures() })?.text).toMatch(
      /^Saturday 21 November so far: /,
    );
  });

  it('knows no report of tomorrow', () => {
    expect(report('2026-11-22', {})).toBeUndefined();
  });

  it('puts failures into the hours of the clock, also on the day when clocks go back', () => {
    const from = getDaySpan('2026-10-25', timezone)?.from ?? 0;
    const failures = [2.5, 3.5, 24.5].map((hours) =>
      makePayFailure({ key: String(hours), at: from + hours * 3_600_000 }),
    );
    const summary = summarizeDay('2026-10-25', { now, timezone }, createFakeRepository({ failures }));
    expect(summary?.byHour[2]).toBe(2);
    expect(summary?.byHour[23]).toBe(1);
  });

  it('draws the busiest hour highest and an hour without failures as a dot', () => {
    const [bars = ''] = renderHourStrip(
      Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 80 : hour === 10 ? 1 : 0)),
    ).split('\n');
    expect(bars).toBe('·········█▁·············');
  });
});

it('sends nothing that Slack would refuse', () => {
  for (const message of [
    renderAlert(makePayIncident()),
    renderThreadMessage('worsened', summarizeFor(makePayIncident()), now, timezone),
  ])
    expect(validateMessage(message)).toEqual([]);
});

const makeResolved = (resolution: 'good-requests' | 'quiet' | 'by-hand') =>
  ({
    type: 'resolved',
    openedAt: outageStartedAt,
    resolvedAt: outageStartedAt + minutes(20),
    resolution,
    recentFailureTimes: [],
  }) as const;
