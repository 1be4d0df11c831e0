import { expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderAnalysis } from '../../src/report/analysis-message.js';
import { makeCoverage, timezone } from '../support/incident-fixtures.js';

it.each([
  ['a parsed log', 8, 'No gateway failures'],
  ['a log in an unknown format', 12_000, 'Unknown log format'],
])('reports %s without failures', (_, unparsed, title) => {
  const message = renderAnalysis(
    {
      span: null,
      totals: { failures: 0, outcomes: noOutcomes, byStatus: {}, visibleByStatus: {}, requests: null },
      answers: {
        span: { from: 0, to: 0 },
        countedSince: null,
        answers: 0,
        madeByUpstream: 0,
        total: 0,
        failures: 0,
        byStatus: [],
        byUpstream: [],
        counts: [],
      },
      groups: [],
      applicationErrors: [],
      routes: [],
      incidents: [],
      coverage: [makeCoverage({ unparsed })],
      gatewayRoles: [],
      patterns: [
        {
          ...{
            id: 1,
            kind: 'unread',
            pattern: 'order <*> stored',
            sample: 'order 7 stored',
            count: unparsed,
          },
          ...{ file: makeCoverage().file, firstAt: 0, lastAt: 0 },
        },
      ],
    },
    timezone,
  );
  const text = renderTerminalText(message, { width: 100, colour: false });
  expect(text.split('\n')[0]).toBe(`● ${title}`);
  expect(text.includes('12,000 unread records are 1 pattern')).toBe(title === 'Unknown log format');
  expect(text.includes('set NGINX_LOG_FORMAT')).toBe(title === 'Unknown log format');
});
