import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/render/html.js';
import { renderDayPage, renderReportPage } from '../../src/report/page/report.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { buildTopIncidentDetails } from '../../src/report/summary/incident-detail.js';
import { summarizePeriod } from '../../src/report/summary/period.js';
import { anyText } from '../support/any-text.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';
import { findActiveContent, parseElements } from '../support/parse-html.js';
import { countRuns } from '../support/property-runs.js';

const tomorrow = outageStartedAt + minutes(1440);
const resolvedIncident = makePayIncident({
  state: {
    type: 'resolved',
    openedAt: outageStartedAt + 4_000,
    resolvedAt: outageStartedAt + minutes(20),
    resolution: 'good-requests',
    recentFailureTimes: [],
  },
  acknowledgement: { by: 'mo', at: outageStartedAt + minutes(3) },
});
const reload = {
  kind: 'reload',
  message: 'nginx reload',
  at: outageStartedAt - minutes(4),
  by: 'U012ABCDE',
};
const badContents = {
  failures: makeOutageFailures(),
  incidents: [resolvedIncident],
  changes: [reload],
  requests: 5_000,
  // Logs were also read the day and the week before.
  requestsAt: [0, 1, 7].map((days) => outageStartedAt - minutes(days * 1440)),
  coverage: [makeCoverage()],
};
function renderPage(contents, now = tomorrow, day = '2026-11-21') {
  const repository = openFilledStore(contents);
  const summary = summarizeDay(day, { now, timezone }, repository);
  if (summary === undefined) throw new Error(`no summary of ${day}`);
  return renderDayPage(summary, buildTopIncidentDetails(summary.incidents, repository, summary.span.to));
}
/** The visible text of the page, one line per block. */
const readPageText = (markup) =>
  markup
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?(p|h\d|li|tr|dt|dd|div|section|article|pre|summary|details|ol|ul|dl)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');
describe('the page of a day', () => {
  const text = readPageText(renderPage(badContents));
  it('begins with failures that clients saw, and their share', () => {
    const [, ...lines] = text.slice(text.lastIndexOf('Saturday 21 November 2026\n')).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '21 Nov 00:00 to 23:59 , Europe/Berlin',
      '209 requests got 502, 3 saved by retry, 4.2 % of all requests. That is up from none the day before, and up from none the same day last week.',
      'Failures clients saw',
      '209',
    ]);
  });
  it('shows first steps and warnings for each cause', () => {
    const group = text.slice(text.indexOf('209 × Upstream refuses connections at pay_backend'));
    expect(group).toContain("ss -ltnp 'sport = :8080'");
    expect(group).toContain('Do not raise timeouts');
  });
  it('shows an incident from the reload before it to its recovery', () => {
    const timelineText = text.slice(text.indexOf('\nThe incident\n'));
    expect(timelineText).toContain('BG-142 Upstream refuses connections at pay_backend resolved');
    expect(timelineText.slice(timelineText.indexOf('14:10')).split('\n').slice(0, 6)).toEqual([
      '14:10 nginx reload by @U012ABCDE, 4 min before',
      '14:14 first failure',
      '14:14 opened',
      '14:17 acknowledged by mo',
      '14:26 last failure',
      '14:34 recovered, confirmed by good requests',
    ]);
    expect(timelineText).toMatch(/Time to acknowledge\n2 min/);
    expect(timelineText).toMatch(/Time to resolve\n20 min/);
  });
  it('redacts records', () => {
    expect(renderPage(badContents)).toContain('card=•••');
    expect(renderPage(badContents)).not.toContain('4111111111111111');
  });
  it('shows how much of the logs was parsed', () => {
    expect(text).toContain('99.93 % of 12,345 records parsed.');
    expect(text).toContain('/var/log/nginx/error.log');
  });
  it('compares only with days whose logs were read, and lists new and gone causes', () => {
    const dayBefore = makeOutageFailures(100).map((failure) => ({
      ...failure,
      at: failure.at - minutes(1440),
      cause: 'read-timeout',
    }));
    const changed = readPageText(
      renderPage({ ...badContents, failures: [...dayBefore, ...makeOutageFailures()] }),
    );
    expect(changed).toContain('That is 2.1 times as many as the day before');
    expect(changed).toContain('at pay_backend new');
    expect(changed).toMatch(/No longer failing\n.* at pay_backend \(99 before\)/);
    expect(readPageText(renderPage({ ...badContents, requests: 0 }))).not.toContain(' new\n');
  });
  it('shows no failures on a clean day', () => {
    const clean = readPageText(renderPage({ requests: 5_000, coverage: [makeCoverage()] }));
    expect(clean).toContain('no failures.');
    expect(clean).not.toContain('What failed');
    expect(clean).not.toContain('The incident\n');
  });
  it('marks a slow burn: hours of failures without an incident', () => {
    const drip = Array.from({ length: 8 }, (_, index) =>
      makePayFailure({ key: `d${index}`, at: outageStartedAt + index * minutes(60) }),
    );
    expect(readPageText(renderPage({ failures: drip }))).toContain('pay_backend slow burn');
    expect(text).not.toContain('slow burn');
  });
});
describe('hostile text from a log', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><svg onload=alert(1)>',
    'javascript:alert(1)',
    '<!--',
    '\u0000\u202e</pre><form action=//evil.example>',
  ];
  it.each(attacks)('is shown on the page and never executed: %s', (attack) => {
    expect(findActiveContent(renderPage(hostile(attack)))).toEqual([]);
  });
  it('is never executed, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(anyText({ maxLength: 60 }), fc.constantFrom(...attacks)), (text) => {
        expect(findActiveContent(renderPage(hostile(text)))).toEqual([]);
      }),
      { numRuns: countRuns(25) },
    );
  });
  it('is escaped everywhere in a template', () => {
    expect(html`<a title="${'"&<>\''}">${['<b>', html`<i>${1}</i>`, undefined]}</a>`.markup).toBe(
      '<a title="&quot;&amp;&lt;&gt;&#39;">&lt;b&gt;<i>1</i></a>',
    );
  });
  const hostile = (text) => {
    const failures = makeOutageFailures(12).map((failure) => ({
      ...failure,
      upstream: text,
      peer: text,
      route: text,
      client: text,
      evidence: [{ file: text, byte: 0, line: 1, text }],
    }));
    return {
      failures,
      incidents: [makePayIncident({ upstream: text, acknowledgement: { by: text, at: outageStartedAt } })],
      changes: [{ kind: 'deploy', message: text, at: outageStartedAt, by: text }],
      coverage: [
        makeCoverage({ file: text, error: text, examples: [{ file: text, byte: 0, line: 1, text }] }),
      ],
    };
  };
});
it('is self-contained: loads and runs nothing', () => {
  const repository = openFilledStore(badContents);
  const summary = summarizePeriod(
    { from: outageStartedAt, to: outageStartedAt + minutes(12) },
    timezone,
    repository,
  );
  const markup = renderReportPage({ title: 'error.log', summary, details: [], comparisons: [] });
  const reaching = parseElements(markup).filter(
    ({ name, attributes }) =>
      /^(script|link|img|iframe)$/.test(name) || 'src' in attributes || 'href' in attributes,
  );
  expect(reaching).toEqual([{ name: 'a', attributes: { class: 'skip', href: '#content' } }]);
  expect(markup).not.toMatch(/url\(|@import/);
  expect(markup).toContain('default-src &#39;none&#39;');
});
