import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.js';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { renderThreadMessage, renderThreadNote } from '../../src/notify/thread-message.js';
import { decodeModalContext, encodeButtonValue, encodeModalContext } from '../../src/query/actions/button.js';
import { buttonHandlers } from '../../src/query/actions/index.js';
import { parseButtonPress, pressButton } from '../../src/query/actions/press-button.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import { renderHome, summarizeHome } from '../../src/query/home.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { validateMessage, validateView } from '../../src/slack/block-kit-limits.js';
import { openFilledStore } from '../support/filled-store.js';
import { collectMarkup, findForbiddenMarkup, hostileText } from '../support/hostile-text.js';
import {
  makeCoverage,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';
import { countRuns } from '../support/property-runs.js';

const now = outageStartedAt + minutes(12);
const queryTime = { now, timezone: timezone };
const defaultConfig = parseConfig({}, timezone);
/** Every Slack message and view, with this text in each place that a log or a user can fill. */
function renderAll(text) {
  if (!defaultConfig.ok) throw new Error('the defaults are wrong');
  const affected = makePayIncident({ upstream: text });
  const twin = makePayIncident({ id: 9, number: 9, upstream: `${text}9` });
  const silence = {
    id: 1,
    matcher: { type: 'upstream', upstream: text },
    startsAt: outageStartedAt,
    endsAt: null,
    recurrence: null,
    endsWithDeploy: false,
    by: text,
    reason: text,
    createdAt: outageStartedAt,
  };
  const evidence = [{ file: text, byte: 0, line: 1, text }];
  const repository = openFilledStore({
    failures: [makePayFailure({ upstream: text, peer: text, route: text, evidence })],
    incidents: [affected, twin],
    changes: [{ kind: 'deploy', message: text, at: outageStartedAt - 1, by: text }],
    coverage: [makeCoverage({ file: text, error: text })],
    requests: 10,
  });
  const pressContext = {
    ...queryTime,
    repository,
    user: 'U0ANNA001',
    channel: 'C0ALERTS1',
    silences: [silence],
  };
  const summary = summarizeIncident(affected, repository, now);
  const homeSummary = summarizeHome(
    { repository, silences: [silence], startedAt: outageStartedAt, settings: defaultConfig.config },
    queryTime,
  );
  const results = buttonHandlers.flatMap((button) =>
    ['', '30m', 'other', 'end'].map((choice) =>
      pressButton({ button, incident: affected, choice }, pressContext),
    ),
  );
  const filled = buttonHandlers.flatMap(({ onSubmit }) => {
    const input = { words: text, term: text, reason: text, scope: text, cause: text, into: '9' };
    return [input, { ...input, scope: 'upstream', term: '2h', cause: 'none' }].flatMap(
      (fields) => onSubmit?.(affected, fields, pressContext) ?? [],
    );
  });
  return {
    messages: [
      renderAlertMessage(summary, now, timezone, { silence, renderButtons }),
      renderThreadMessage('silenced', summary, now, timezone, { silence }),
      renderThreadNote(affected, text, text),
      ...[...results, ...filled].flatMap((result) => {
        if ('blocks' in result && 'text' in result) return result;
        return 'message' in result ? (result.message ?? []) : [];
      }),
    ],
    views: [
      renderHome(homeSummary, queryTime, () => 'https://fake.slack.example/archives/C0ALERTS1/p1'),
      ...results.flatMap((result) => ('title' in result ? result : [])),
    ],
  };
}
describe('hostile text from a log or a user', () => {
  it('mentions nobody, links and formats nothing, and leaves every message and view valid', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { messages, views } = renderAll(text);
        expect(views.length).toBeGreaterThan(5);
        for (const message of messages) expect(validateMessage(message)).toEqual([]);
        for (const view of views) expect(validateView(view)).toEqual([]);
        for (const markup of [...messages, ...views].flatMap(collectMarkup)) {
          expect(findForbiddenMarkup(markup.replaceAll(permalinkPattern, ''))).toEqual([]);
        }
      }),
      { numRuns: countRuns(40) },
    );
  });
  it('never gets into the values of buttons and modals, which are ids', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { messages, views } = renderAll(text);
        for (const value of [...messages, ...views].flatMap(collectPayloads)) {
          expect(value).toMatch(/^(\d+(:[a-z0-9-]+)?|[a-z0-9-]+|\d+@C0ALERTS1)$/);
        }
      }),
      { numRuns: countRuns(20) },
    );
  });
  it('is not accepted as a button press or modal', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, value) => {
        expect(parseButtonPress(name, value)).toBeUndefined();
        expect(decodeModalContext(value)).toBeUndefined();
      }),
    );
  });
});
it('decodes what it encoded in a button or modal', () => {
  const incident = makePayIncident();
  expect(parseButtonPress('silence', encodeButtonValue(142, '30m'))).toEqual({
    button: expect.objectContaining({ name: 'silence' }),
    incidentNumber: 142,
    choice: '30m',
  });
  expect(parseButtonPress('more', encodeButtonValue(142, 'merge'))).toMatchObject({
    button: { name: 'merge' },
    incidentNumber: 142,
  });
  expect(parseButtonPress('acknowledge', encodeButtonValue(142))).toEqual({
    button: expect.objectContaining({ name: 'acknowledge' }),
    incidentNumber: 142,
    choice: '',
  });
  expect(decodeModalContext(encodeModalContext(incident, 'C0ALERTS1'))).toEqual({
    incidentNumber: 142,
    channel: 'C0ALERTS1',
  });
});
/** The only link that the view was given. */
const permalinkPattern = /<https:\/\/fake\.slack\.example\/archives\/C0ALERTS1\/p1\|[^<>|]*>/g;
/** Values of elements and options, and private metadata of modals. */
function collectPayloads(value) {
  if (typeof value !== 'object' || value === null) return [];
  const payloads = Object.entries(value).filter(
    ([key, payload]) => (key === 'value' || key === 'private_metadata') && typeof payload === 'string',
  );
  return [
    ...payloads.map(([, payload]) => String(payload)),
    ...Object.values(value).flatMap(collectPayloads),
  ];
}
