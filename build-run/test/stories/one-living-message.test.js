import { describe, expect, it } from 'vitest';
import { planNotification } from '../../src/notify/plan-notification.js';
import { defaultPolicy } from '../../src/notify/policy.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { renderIncidentButtons } from '../../src/query/actions/render-buttons.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeErrorRecord, pipelineRules } from '../support/log-lines.js';

/** Twenty services whose names cannot be resolved for three minutes; each is requested every few seconds. */
const resolverOutage = Array.from({ length: 20 }, (_, service) =>
  Array.from({ length: 30 }, (_, i) =>
    makeUnresolvedRecord(service, seconds(service + i * (4 + (service % 3)))),
  ),
).flat();
describe('a resolver outage at twenty upstreams', () => {
  const { store, messages } = replay(resolverOutage, []);
  it('is one message that lists the affected upstreams', () => {
    const incidentMessages = messages.filter(({ kind }) => kind.type === 'incident');
    expect(
      new Set(incidentMessages.map(({ kind }) => kind.type === 'incident' && kind.incidentId)).size,
    ).toBe(1);
    expect(incidentMessages.at(-1)?.content.text).toContain(
      '20 upstreams: service-0.internal, service-1.internal, service-2.internal and 17 more.',
    );
  });
  it('adds two replies to the thread', () => {
    const lines = messages.filter(({ kind }) => kind.type === 'thread');
    expect(lines.map(({ kind }) => kind.type === 'thread' && kind.reason)).toEqual(['spread', 'recovered']);
    expect(renderText(lines[0])).toContain('Spread to 20 upstreams.');
    expect(renderText(lines[0])).toContain('service-0.internal: 17 failures');
    expect(renderText(lines[0])).toContain('and 15 more upstreams: ask top 50 upstreams BG-1');
  });
  it('has the same messages after restarts', () => {
    const textsOf = (all) => all.map(({ content }) => content.text);
    expect(textsOf(replay(resolverOutage, [20, 61, 100]).messages)).toEqual(textsOf(messages));
  });
  it('has all failures in one incident', () => {
    const [incident] = store.incidents({ from: nineAm, to: nineAm + minutes(60) });
    expect(incident && store.latestFailures(incident, 1_000)).toHaveLength(resolverOutage.length);
    expect(incident && store.timeline(incident.id).map(({ event }) => event.type)).toEqual([
      'opened',
      'worsened',
      'spread',
      'recovered',
    ]);
  });
});
it('lists at most 300 upstreams, says that there may be more, and counts all failures', () => {
  const written = Array.from({ length: 320 }, (_, service) =>
    [0, 1, 2].map((i) => makeUnresolvedRecord(service, seconds(1 + i * 4) + service)),
  ).flat();
  const { messages, store } = replay(written, [], 3);
  const messageText = JSON.stringify(messages.findLast(({ kind }) => kind.type === 'incident'));
  expect(messageText).toContain('300 or more upstreams');
  expect(messageText).toContain('960');
  expect(messageText).toContain('routes and chart cover 300 of its upstreams');
  const [incident] = store.incidents({ from: nineAm, to: nineAm + minutes(60) });
  expect(incident && summarizeIncident(incident, store, nineAm + minutes(20)).byStatus).toEqual({
    502: 3 * 320,
  });
});
it('links a merged incident and its parent to each other', () => {
  const refused = (from, peer) =>
    Array.from({ length: 60 }, (_, i) =>
      makeErrorRecord(seconds(from + i * 2), 'connect() failed (111: Connection refused)', {
        peer,
        connection: from * 1_000 + i,
      }),
    );
  const { messages } = replay(
    [...refused(0, '10.0.0.7:8001'), ...refused(70, '10.0.9.9:8002'), ...refused(75, '10.0.0.7:8003')],
    [],
    5,
  );
  const lastOf = (incident) =>
    renderText(messages.findLast(({ kind }) => kind.type === 'incident' && kind.incidentId === incident));
  expect(lastOf(2)).toContain('Merged into BG-1. Follow it there.');
  expect(lastOf(1)).toContain('Merged into this incident: BG-2.');
  const lines = messages.filter(({ kind }) => kind.type === 'thread').map(renderText);
  expect(lines.join('\n')).toContain('BG-2 merged into this incident (3 upstreams).');
  expect(lines[0]).toContain('Merged into BG-1. Follow it there.');
});
/** The text that people read, without markup. */
const renderText = (message) =>
  message === undefined ? '' : renderTerminalText(message.content, { width: 1_000, colour: false });
/** Processes the records second by second, and restarts the pipeline at the given seconds. */
function replay(records, restarts, untilMinutes = 15) {
  const store = openStore(':memory:');
  const messages = [];
  let pipeline = new Pipeline(store.restore(), pipelineRules);
  for (let second = 0; second < untilMinutes * 60; second++) {
    const now = nineAm + seconds(second);
    if (restarts.includes(second)) pipeline = new Pipeline(store.restore(), pipelineRules);
    const due = records.filter(({ at }) => at >= seconds(second) && at < seconds(second + 1));
    const batch = due.length === 0 ? pipeline.tick(now) : pipeline.ingestEvents(parseEvents(due, now), now);
    if (batch !== null) store.commit(batch, now);
    const planContext = {
      repository: store,
      findState: (incident) => store.notificationState(incident),
      silences: [],
      policy: defaultPolicy,
      renderButtons: renderIncidentButtons,
      now,
      timezone: 'UTC',
    };
    const incidents = store.incidents({ from: nineAm, to: now + 1 });
    const planned = incidents.flatMap((incident) => planNotification(incident, planContext) ?? []);
    store.saveDecisions(planned, [], now);
    messages.push(...planned.flatMap((decision) => decision.messages));
  }
  return { store, messages };
}
function parseEvents(records, now) {
  const lines = records.map(({ at, text }) => ({
    text,
    location: { file: 'error.log', byte: Number(text.split('*')[1]?.split(' ')[0]), line: at },
  }));
  const decoderOptions = pipelineRules.getDecoderOptions('error.log');
  const result = parseLines(emptyParserState, lines, decoderOptions, now);
  return [...result.events, ...flushParser(result.state, decoderOptions, now).events];
}
function makeUnresolvedRecord(service, at) {
  const { text } = makeErrorRecord(at, '', { connection: service * 1_000 + at });
  const head = text.slice(0, text.indexOf('  while'));
  return {
    at,
    text: `${head} service-${service}.internal could not be resolved (110: Operation timed out), client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", host: "shop.example"`,
  };
}
