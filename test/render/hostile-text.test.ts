import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertView } from '../../src/notify/alert-message.js';
import { reasons } from '../../src/notify/reason.js';
import { threadView } from '../../src/notify/thread-message.js';
import type { Attempt } from '../../src/parse/event.js';
import { answer } from '../../src/query/answer-question.js';
import type { Message } from '../../src/render/message.js';
import { terminalText } from '../../src/render/terminal.js';
import { columnsOf } from '../../src/render/wrap-lines.js';
import { analysisView } from '../../src/report/analysis-message.js';
import { explanationView } from '../../src/report/explanation.js';
import { reportView } from '../../src/report/report-message.js';
import { dayFactsOf } from '../../src/report/summary/day.js';
import { groupFactsOf } from '../../src/report/summary/group.js';
import { factsOf } from '../../src/report/summary/incident.js';
import { faultsIn } from '../../src/slack/block-kit-limits.js';
import { ledgerOf } from '../support/fake-repository.js';
import { hostile, markupOf, trespassesIn } from '../support/hostile-text.js';
import { began, coverage, failure, incident, minutes, zone } from '../support/incident-fixtures.js';

const now = began + minutes(12);
const clock = { now, zone };

/** Every message that shows text from a log, with that text in every place where it may stand. */
function messagesWith(text: string): readonly Message[] {
  const mean = failure({
    upstream: text,
    peer: text,
    route: text,
    client: text,
    words: text,
    lacks: [text],
    hints: [{ id: 'stale-address', certainty: 'guess', why: text }],
    evidence: [{ file: text, byte: 0, line: 1, text }],
  });
  const struck = incident({ upstream: text, acknowledged: { by: text, at: began } });
  const over = incident({
    number: 9,
    upstream: text,
    state: { name: 'resolved', openedAt: began, resolvedAt: now, proof: 'quiet', recent: [] },
  });
  const files = [coverage({ file: text, trouble: text, examples: mean.evidence })];
  const failures = Array.from({ length: 12 }, (_, at) => ({
    ...mean,
    key: String(at),
    route: `${at}${text}`,
    peer: `${text}${at}`,
  }));
  const ledger = ledgerOf({
    failures,
    incidents: [struck, over],
    changes: [{ kind: 'deploy', words: text, at: began - 1, by: text }],
    coverage: files,
    requests: 10,
  });
  const facts = factsOf(struck, ledger, now);
  const day = dayFactsOf('2026-11-21', clock, ledger);
  const span = { from: began, to: now };
  const event: Attempt = {
    ...mean,
    type: 'attempt',
    place: { file: text, byte: 0, line: 1 },
    source: text,
    text,
    group: text,
    request: { method: text, target: text, protocol: text },
    finding: { ...mean, socket: 'tcp' },
    pid: null,
    connection: null,
    subrequest: null,
    suspect: false,
  };
  return [
    alertView(facts, now, zone),
    alertView(factsOf(over, ledger, now), now, zone),
    ...reasons.map((reason) => threadView(reason, facts, now, zone)),
    ...(day === undefined ? [] : [reportView(day)]),
    analysisView(
      {
        span,
        totals: ledger.totals(span),
        groups: groupFactsOf(ledger, span, 5),
        routes: ledger.top('route', span, 5),
        incidents: [struck, over],
        coverage: files,
      },
      zone,
    ),
    explanationView(text, event),
    explanationView(text, undefined),
    ...[
      'status',
      'top causes',
      'top upstreams',
      'top routes',
      'top peers',
      'why BG-142',
      'report today',
      text,
    ].map((question) => answer(question, { ...clock, ledger })),
  ];
}

describe('whatever a log says', () => {
  it('Slack takes the message, and nobody is called, linked or formatted by it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const message of messagesWith(text)) {
          expect(faultsIn(message)).toEqual([]);
          for (const markup of markupOf(message)) expect(trespassesIn(markup)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('a terminal shows no control character and no line wider than it is', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(40, 60, 100), (text, width) => {
        for (const message of messagesWith(text)) {
          const shown = terminalText(message, { width, colour: false });
          expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
          expect(Math.max(...shown.split('\n').map(columnsOf))).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 25 },
    );
  });
});
