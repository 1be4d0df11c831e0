import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkAnalysis } from './check-analysis.js';
import { checkBot } from './check-bot.js';
import { checkFailures } from './check-failures.js';
import { follow } from './follow.js';
import { makeWorld } from './make-world.js';
import { analyze, writeWorld } from './product.js';

/** A checker that notices nothing would call any product right: so each thing it reads is made wrong once. */
const folder = mkdtempSync(join(tmpdir(), 'badgateway-truth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const plain = {
  product: 'nginx',
  hasAccessLog: true,
  hasErrorLog: true,
  hosts: 1,
  zoneMinutes: 0,
  isZoneUnknown: false,
  order: 'oldest-first',
  rotation: 'none',
  envelope: 'none',
  requests: 40,
};
const ends = ['good', 'all-fail', 'retry-saves', 'no-live', 'truncated', 'app-503', 'return-503'];
const envoyEnds = ['good', 'refused', 'no-host', 'timed-out', 'closed', 'app-503'];
const worlds = [
  makeWorld(14, { ...plain, format: 'bg', scenarios: ends }),
  makeWorld(12, { ...plain, format: 'combined', scenarios: ends }),
  makeWorld(13, {
    ...plain,
    product: 'envoy',
    format: 'istio',
    hasErrorLog: false,
    scenarios: envoyEnds,
  }),
].map((world) => [`${world.features.format} of seed ${world.seed}`, world]);
const countMismatches = (comparisons) =>
  comparisons.reduce((sum, { mismatches }) => sum + mismatches.length, 0);
describe.each(worlds)('a wrong number in the world %s', (name, world) => {
  const place = join(folder, name);
  const paths = writeWorld(world, place);
  it('is noticed in analyze --failures', async () => {
    const failures = parseLines(await analyze(world, paths, 'failures'));
    expect(failures.length).toBeGreaterThan(3);
    const before = countMismatches([checkFailures('', world, failures)]);
    const unnoticed = listWrongFailures(failures)
      .filter(([, wrong]) => countMismatches([checkFailures('', world, wrong)]) <= before)
      .map(([what]) => what);
    expect(unnoticed).toEqual([]);
  });
  it('is noticed in analyze --json', async () => {
    const failures = parseLines(await analyze(world, paths, 'failures'));
    const json = await analyze(world, paths, 'json');
    expect(countMismatches([checkAnalysis(world, json, failures)])).toBe(0);
    const unnoticed = listWrongJson(json)
      .filter(([path]) => !/^(version|incidents|groups\.\d+\.(hints|examples))\b/.test(path))
      .filter(([, wrong]) => countMismatches([checkAnalysis(world, wrong, failures)]) === 0);
    expect(unnoticed.map(([path]) => path)).toEqual([]);
  });
  it('is noticed in each answer of the bot', async () => {
    const bot = await follow(world, join(place, 'live'));
    const answers = new Map();
    const fetch = async (path) => {
      const text = answers.get(path) ?? (await bot.fetch(path));
      answers.set(path, text);
      return text;
    };
    const before = countMismatches(await checkBot(world, { ...bot, fetch }));
    await bot.close();
    const answerWith = (path, text) => ({
      ...bot,
      fetch: async (asked) => (asked === path ? text : (answers.get(asked) ?? '')),
    });
    const unnoticed = [];
    for (const [path, text] of answers)
      for (const [what, wrong] of listWrongAnswers(path, text)) {
        // The format `combined` names no upstream.
        if (world.features.format === 'combined' && /upstreams\.\d+\.requests/.test(what)) continue;
        const after = countMismatches(await checkBot(world, answerWith(path, wrong)));
        if (after <= before) unnoticed.push(`${decodeURIComponent(path)}: ${what}`);
      }
    expect(answers.size).toBeGreaterThan(10);
    expect(unnoticed).toEqual([]);
  });
});
// The cast: the names of these fields are public.
const parseLines = (text) => text.split('\n').map((line) => JSON.parse(line));
/** The list with one failure left out, told twice, or with one field wrong. */
function listWrongFailures(failures) {
  return failures.flatMap((failure, index) => {
    const replace = (...by) => failures.toSpliced(index, 1, ...by);
    return [
      [`${index} left out`, replace()],
      [`${index} twice`, replace(failure, failure)],
      [`${index} status`, replace({ ...failure, status: (failure.status ?? 0) + 1 })],
      [`${index} cause`, replace({ ...failure, cause: 'idle-timeout' })],
      [`${index} outcome`, replace({ ...failure, outcome: 'background' })],
      [`${index} upstream`, replace({ ...failure, upstream: 'nobody' })],
      [`${index} attempts`, replace({ ...failure, attempts: failure.attempts + 5 })],
      [`${index} client`, replace({ ...failure, client: '192.0.2.1' })],
      [`${index} at`, replace({ ...failure, at: new Date(Date.parse(failure.at) + 600_000).toISOString() })],
    ];
  });
}
/** The JSON with one number wrong, or one entry of a list left out. */
function listWrongJson(json) {
  const wrong = [];
  const visit = (value, path) => {
    if (typeof value === 'number' && value !== 0)
      wrong.push([path.join('.'), editJson(json, path, (parent, key) => (parent[key] = value + 1))]);
    if (Array.isArray(value))
      for (const index of value.keys())
        if (typeof value[index] === 'object')
          wrong.push([
            `${[...path, index].join('.')} left out`,
            editJson(json, [...path, index], (parent) => parent.splice(index, 1)),
          ]);
    if (value !== null && typeof value === 'object')
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key]);
  };
  visit(JSON.parse(json), []);
  return wrong;
}
function editJson(json, path, edit) {
  const root = JSON.parse(json);
  const parent = path.slice(0, -1).reduce((part, key) => part[key], root);
  edit(parent, path.at(-1) ?? '');
  return JSON.stringify(root);
}
/** What the checker does not compare: words, and what has no number of its own. */
const uncompared =
  /^(version|open|health|incidents|messages|changes|gone|dayBefore|weekBefore|course\.widthSeconds|isOver)\b|\bhints\b|^groups\.\d+\.aftermath/;
function listWrongAnswers(path, text) {
  if (path.startsWith('/api/v1/ask')) return listWrongTexts(text);
  if (path.startsWith('/api/v1/file')) return listWrongRows(text);
  if (!path.startsWith('/api/')) return listWrongPages(text);
  return listWrongJson(text).filter(([what]) => !uncompared.test(what));
}
/** The answer with its first number wrong. */
function listWrongTexts(json) {
  const answer = JSON.parse(json);
  const text = /^no\b/i.test(answer.text)
    ? answer.text.replace(/^no\b/i, '1')
    : answer.text.replace(/\d+/, (number) => String(Number(number) + 3));
  return [['first number', JSON.stringify({ ...answer, text })]];
}
/** The page with one number wrong in its tiles, among the answers by status or in its table of upstreams. */
const listWrongPages = (html) =>
  [
    /(?<=<dt>Failures clients saw<\/dt><dd>)\d+/,
    /(?<=<dt>Clients affected<\/dt><dd>)\d+/,
    /(?<=<dt>Saved by retry or fallback<\/dt><dd>)\d+/,
    /(?<=<dt>Share of all requests<\/dt><dd>)\d+/,
    /(?<=<strong>Answers by status:<\/strong> \d{3} × )\d+/,
    /(?<=data-label="Upstream"><code>[^<]+<\/code><\/td><td data-label="Failures" class="number">)\d+/,
  ].flatMap((number) => {
    const wrong = html.replace(number, (digits) => String(Number(digits) + 1));
    return wrong === html ? [] : [[number.source, wrong]];
  });
/** The table with one row left out. */
function listWrongRows(csv) {
  const lines = csv.trimEnd().split('\n');
  return lines
    .slice(1)
    .map((_, index) => [`row ${index} left out`, lines.toSpliced(index + 1, 1).join('\n')]);
}
