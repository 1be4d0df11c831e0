import { Comparison } from './mismatch.js';
import { countOutcomes, isImpacting } from './tally.js';
/** Compares the numbers in answers to questions, which are the same words in Slack, `ask` and the page. */
export async function checkAnswers(world, bot, failures) {
  const comparison = new Comparison('ask');
  const ask = async (question) =>
    // The cast: the names of these fields are public.
    JSON.parse(await bot.fetch(`/api/v1/ask?q=${encodeURIComponent(question)}`));
  const all = await ask('how many failures today');
  const seen = failures.filter(isImpacting);
  comparison.equal('how many failures', seen.length, readNumber(all.text));
  checkImpact(comparison, 'how many failures', failures, JSON.stringify(all.blocks));
  await checkStatuses(comparison, world, failures, ask);
  const names = new Set(
    failures.flatMap(({ upstream }) => (upstream === null || /^[\d.:]+$/.test(upstream) ? [] : [upstream])),
  );
  for (const upstream of names) {
    const answer = await ask(`how many failures at ${upstream} today`);
    const own = seen.filter((failure) => failure.upstream === upstream);
    comparison.equal('how many failures at an upstream', own.length, readNumber(answer.text));
  }
  if (world.features.hasAccessLog && failures.length > 0)
    await checkRate(comparison, world, seen, await ask('failure rate today'));
  return comparison;
}
const askedStatuses = [404, 413, 429, 499, 500, 502, 503, 504];
/** Every status of the access log is counted; without one, the error log shows those of gateway failures only. */
async function checkStatuses(comparison, { exchanges, features }, failures, ask) {
  for (const status of askedStatuses) {
    const { text, blocks } = await ask(`how many ${status}s today`);
    const answers = exchanges.filter((exchange) => exchange.status === status).length;
    const failed = failures.filter((failure) => failure.status === status).length;
    if (features.hasAccessLog) comparison.equal(`how many ${status}s`, answers, readNumber(text));
    else if (text.includes('not known'))
      comparison.equal(`how many ${status}s`, failed, readFailures(JSON.stringify(blocks)));
    else comparison.equal(`how many ${status}s`, failed, readNumber(text));
  }
  if (!features.hasAccessLog) return;
  comparison.equal(
    'how many requests',
    exchanges.length,
    readNumber((await ask('how many requests today')).text),
  );
  const { text } = await ask('5xx rate today');
  const [, percent, requests, answers] =
    /([\d.]+) % of ([\d,]+) requests?: ([\d,]+) answers? with status 5xx/.exec(text) ?? [];
  const isBad = exchanges.filter(({ status }) => status >= 500 && status < 600).length;
  if (isBad === 0) return;
  comparison.equal('5xx rate', [exchanges.length, isBad], [toNumber(requests), toNumber(answers)]);
  const share = (isBad / exchanges.length) * 100;
  comparison.within('5xx share', share - roundedBy(share), share + roundedBy(share), Number(percent));
}
/** `3 gateway failures with this status`. */
const readFailures = (text) => toNumber(/([\d,]+) gateway failures? with this status/.exec(text)?.[1] ?? '0');
const toNumber = (text = 'NaN') => Number(text.replaceAll(',', ''));
/** The number that a text begins with; `No failures` is 0. */
function readNumber(text) {
  if (/^no\b/i.test(text)) return 0;
  return Number((/[\d,]+/.exec(text)?.[0] ?? 'NaN').replaceAll(',', ''));
}
/** `3 requests failed (503 × 2, 504 × 1), 2 failed attempts …, 10 saved by a fallback, 4.5 % of all requests.` */
export function checkImpact(comparison, question, failures, text) {
  const count = (pattern) => Number((pattern.exec(text)?.[1] ?? '0').replaceAll(',', ''));
  const { clientVisible, saved, truncated, undecided } = countOutcomes(failures);
  comparison.equal(
    `${question}: requests that failed`,
    clientVisible,
    count(/\*?([\d,]+) requests?\*? (?:failed|got)/),
  );
  comparison.equal(`${question}: undecided`, undecided, count(/([\d,]+) failed attempts? that clients may/));
  comparison.equal(`${question}: truncated`, truncated, count(/([\d,]+) truncated response/));
  comparison.equal(
    `${question}: saved`,
    saved,
    count(/([\d,]+) saved by retry/) +
      count(/([\d,]+) saved by a fallback/) +
      count(/([\d,]+) answered by a retry or an error page/),
  );
  const statuses = /failed \(((?:\d{3} × [\d,]+(?:, )?)+)\)/.exec(text)?.[1] ?? '';
  for (const [, status, number = ''] of statuses.matchAll(/(\d{3}) × ([\d,]+)/g)) {
    const own = failures.filter(
      (failure) => String(failure.status) === status && failure.outcome === 'client-visible',
    );
    comparison.equal(
      `${question}: status of requests that failed`,
      own.length,
      Number(number.replaceAll(',', '')),
    );
  }
}
/** `22 % of 67 requests: 15 failures, 3.9 per hour, today.` */
async function checkRate(comparison, { exchanges }, failures, { text }) {
  const [, percent, requests, count] =
    /([\d.]+) % of ([\d,]+) requests?: ([\d,]+) failures?/.exec(text) ?? [];
  if (percent === undefined) return;
  comparison.equal('rate: requests', exchanges.length, toNumber(requests));
  comparison.equal('rate: failures', failures.length, toNumber(count));
  const share = (failures.length / exchanges.length) * 100;
  comparison.within('rate: share', share - roundedBy(share), share + roundedBy(share), Number(percent));
}
/** Shares are printed with two digits or more. */
const roundedBy = (percent) => (percent >= 10 ? 0.51 : percent >= 1 ? 0.051 : 0.0051);
