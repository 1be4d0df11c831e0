import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { notifyReasons } from '../../src/notify/decide-notification.js';
import { renderThreadMessage } from '../../src/notify/thread-message.js';
import { readPaste } from '../../src/parse/read-paste.js';
import { renderIncidentButtons as renderButtons } from '../../src/query/actions/render-buttons.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { countColumns } from '../../src/render/wrap-lines.js';
import { renderAnalysis } from '../../src/report/analysis-message.js';
import { renderExplanation } from '../../src/report/explanation.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeAnswers } from '../../src/report/summary/answers.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { summarizeGroups } from '../../src/report/summary/group.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { options } from '../support/decode-line.js';
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
/** Renders every message that shows text from a log, with that text in every place where it can occur. */
function renderMessages(text) {
  const hostileText = makePayFailure({
    upstream: text,
    peer: text,
    route: text,
    client: text,
    message: text,
    missingFields: [text],
    hints: [{ id: 'stale-address', certainty: 'guess', why: text }],
    evidence: [{ file: text, byte: 0, line: 1, text }],
  });
  const affected = makePayIncident({ upstream: text, acknowledgement: { by: text, at: outageStartedAt } });
  const resolvedIncident = makePayIncident({
    number: 9,
    upstream: text,
    state: {
      type: 'resolved',
      openedAt: outageStartedAt,
      resolvedAt: now,
      resolution: 'quiet',
      recentFailureTimes: [],
    },
  });
  const files = [makeCoverage({ file: text, error: text, examples: hostileText.evidence })];
  const failures = Array.from({ length: 12 }, (_, index) => ({
    ...hostileText,
    key: String(index),
    route: `${index}${text}`,
    peer: `${text}${index}`,
  }));
  const repository = openFilledStore({
    failures,
    incidents: [affected, resolvedIncident],
    changes: [{ kind: 'deploy', message: text, at: outageStartedAt - 1, by: text }],
    coverage: files,
    requests: 10,
  });
  const summary = summarizeIncident(affected, repository, now);
  const day = summarizeDay('2026-11-21', queryTime, repository);
  const span = { from: outageStartedAt, to: now };
  const event = {
    ...hostileText,
    type: 'attempt',
    location: { file: text, byte: 0, line: 1 },
    source: text,
    text,
    upstreamName: text,
    request: { method: text, target: text, protocol: text },
    finding: { ...hostileText, socket: 'tcp' },
    pid: null,
    connection: null,
    subrequest: null,
    isSuspect: false,
  };
  return [
    renderAlertMessage(summary, now, timezone, { renderButtons }),
    renderAlertMessage(summarizeIncident(resolvedIncident, repository, now), now, timezone, {
      renderButtons,
    }),
    ...notifyReasons.map((reason) => renderThreadMessage(reason, summary, now, timezone)),
    ...(day === undefined ? [] : [renderDayReport(day)]),
    renderAnalysis(
      {
        span,
        totals: repository.totals(span),
        answers: summarizeAnswers(repository, span, {}),
        groups: summarizeGroups(repository, span, 5),
        applicationErrors: summarizeGroups(repository, span, 5),
        routes: repository.top('route', span, 5),
        incidents: [affected, resolvedIncident],
        gatewayRoles: [{ log: text, role: 'behind', other: text, shared: 1, compared: 1 }],
        coverage: files,
        patterns: ['unread', 'unknown'].map((kind, id) => ({
          ...{ id, kind, pattern: text, sample: text, file: files[0]?.file ?? text, count: 3 },
          ...{ firstAt: span.from, lastAt: span.to },
        })),
      },
      timezone,
    ),
    renderExplanation(text, { event, repairs: ['marks removed'] }),
    renderExplanation(text, readPaste(text, options)),
    ...[
      'status',
      'top causes',
      'top upstreams',
      'top routes',
      'top peers',
      'why BG-142',
      'report today',
      text,
    ].map((question) => answerReadOnly(question, { ...queryTime, repository })),
  ];
}
describe('whatever a log holds', () => {
  it('Slack accepts the message, and its text notifies nobody, links nothing and formats nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const message of renderMessages(text)) {
          expect(validateMessage(message)).toEqual([]);
          for (const markup of collectMarkup(message)) expect(findForbiddenMarkup(markup)).toEqual([]);
        }
      }),
      { numRuns: countRuns(25) },
    );
  });
  it('a terminal shows no control character and no line wider than the screen', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(40, 60, 100), (text, width) => {
        for (const message of renderMessages(text)) {
          const shown = renderTerminalText(message, { width, colour: false });
          expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
          expect(Math.max(...shown.split('\n').map(countColumns))).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: countRuns(25) },
    );
  });
});
