import { checkAnswers } from './check-answers.js';
import { checkFailures, isOwnAnswer } from './check-failures.js';
import { checkIncidents } from './check-incidents.js';
import { checkPage } from './check-page.js';
import { checkTotals } from './check-totals.js';
import { parseCsv, toFailure } from './csv.js';
import { Comparison } from './mismatch.js';
import { countBy, countOutcomes, groupFailures, isImpacting } from './tally.js';

const fileOf = (question) => `/api/v1/file?q=${encodeURIComponent(question)}`;
/** Compares everything that a following bot says about a world with the truth. */
export async function checkBot(world, bot) {
  const rows = parseCsv(await bot.fetch(fileOf('how many failures today as csv'))).map(toFailure);
  const failures = rows.filter((failure) => !isOwnAnswer(failure));
  // The cast: the names of these fields are public.
  const { incidents } = JSON.parse(await bot.fetch('/api/v1/incidents?hours=24'));
  return [
    checkIncidents('incidents of the bot', world, incidents, failures),
    checkFailures('rows as csv', world, withoutPlaces(rows)),
    checkTotals('status', world, failures, await bot.fetch('/api/v1/status?hours=24')),
    checkTotals('day', world, failures, await bot.fetch('/api/v1/day')),
    checkPage('page', world, failures, await bot.fetch('/')),
    checkPage('page of a day', world, failures, await bot.fetch('/day')),
    await checkRankings(bot, failures),
    await checkReportTable(bot, failures),
    await checkAnswers(world, bot, failures),
  ];
}
/** A row names its first record only, and a rotated log has a line 1 in each part. */
const withoutPlaces = (rows) => rows.map((row) => ({ ...row, evidence: [] }));
const rankings = [
  ['upstreams', ({ upstream }) => upstream],
  ['peers', ({ peer }) => peer],
  ['statuses', ({ status }) => status],
  [
    'routes',
    ({ request }) => request && (request.target.split('?')[0] ?? '').replace(/\/\d+(?=\/|$)/g, '/:id'),
  ],
  ['clients', ({ client }) => client],
  ['methods', ({ request }) => request?.method ?? null],
];
/** Compares `top … today as csv`. */
async function checkRankings(bot, failures) {
  const comparison = new Comparison('top … as csv');
  for (const [name, read] of rankings) {
    const text = failures.length === 0 ? '' : await bot.fetch(fileOf(`top 50 ${name} today as csv`));
    const got = parseCsv(text).map((row) => [row['name'], Number(row['count']), Number(row['alarming'])]);
    const names = [...new Set(failures.map(read))];
    const expected = names.map((value) => {
      const own = failures.filter((failure) => read(failure) === value);
      return [String(value ?? ''), own.length, own.filter(isImpacting).length];
    });
    const sort = (entries) => entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    comparison.equal(`top ${name}`, sort(expected), sort(got));
  }
  return comparison;
}
/** Compares `report today as csv`: one row for each cause and upstream. */
async function checkReportTable(bot, failures) {
  const comparison = new Comparison('report as csv');
  const rows = parseCsv(await bot.fetch(fileOf('report today as csv')));
  const got = rows.map(({ cause, upstream, count, clientVisible, saved, truncated, undecided }) => [
    `${cause} at ${upstream === '' ? null : upstream}`,
    Number(count),
    {
      clientVisible: Number(clientVisible),
      saved: Number(saved),
      truncated: Number(truncated),
      undecided: Number(undecided),
    },
  ]);
  const expected = [...groupFailures(failures)].map(([name, own]) => [name, own.length, countOutcomes(own)]);
  const sort = (entries) => entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  comparison.equal('rows', sort(expected), sort(got));
  comparison.equal(
    'failures with a status',
    countBy(failures, () => 'any'),
    got.length === 0 ? {} : { any: got.reduce((sum, [, count]) => sum + Number(count), 0) },
  );
  return comparison;
}
