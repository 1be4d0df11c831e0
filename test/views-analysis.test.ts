import { expect, it } from 'vitest';
import { noOutcomes } from '../src/incident.js';
import { analysisView } from '../src/views/analysis.js';
import { terminalText } from '../src/views/terminal.js';
import { coverage, zone } from './scenes.js';

it.each([
  ['a log that was understood', 8, 'No gateway failures'],
  ['a log of another format', 12_000, 'Not understood'],
])('silence is good news only in %s', (_, unparsed, title) => {
  const message = analysisView(
    {
      span: null,
      totals: { failures: 0, outcomes: noOutcomes, byStatus: {}, requests: null },
      groups: [],
      routes: [],
      incidents: [],
      coverage: [coverage({ unparsed })],
    },
    zone,
  );
  const text = terminalText(message, { width: 100, colour: false });
  expect(text.split('\n')[0]).toBe(`● ${title}`);
  expect(text.includes('set NGINX_LOG_FORMAT')).toBe(title === 'Not understood');
});
