import { checkImpact } from './check-answers.js';
import { Comparison } from './mismatch.js';
import { countAnswers, countOutcomes, isImpacting } from './tally.js';
/** Compares the numbers of a page, `/` or `/day`, as people read them there. */
export function checkPage(surface, { exchanges, features }, failures, html) {
  const comparison = new Comparison(surface);
  const tiles = readTiles(html);
  const impacting = failures.filter(isImpacting);
  const clients = new Set(impacting.flatMap(({ client }) => client ?? []));
  comparison.equal('failures', impacting.length, toNumber(tiles.get('Failures clients saw')));
  if (impacting.length > 0)
    comparison.equal('clients', clients.size, toNumber(tiles.get('Clients affected')));
  const saved = tiles.get('Saved by retry or fallback');
  if (saved !== undefined) comparison.equal('saved', countOutcomes(failures).saved, toNumber(saved));
  const share = tiles.get('Share of all requests');
  if (share !== undefined && features.hasAccessLog) {
    const percent = (impacting.length / exchanges.length) * 100;
    comparison.within('share', percent - 0.51, percent + 0.51, Number.parseFloat(share));
  }
  const text = html.replace(/<[^>]+>/g, '');
  const answers = countAnswers(exchanges);
  const listed = /Answers by status: ([^.]*)\./.exec(text)?.[1] ?? '';
  for (const [, status = '', count] of listed.matchAll(/(\d{3}) × ([\d,]+)/g))
    comparison.equal('answers by status', answers[status], toNumber(count));
  const lead = /<p class="lead">(.*?)<\/p>/.exec(html)?.[1];
  if (surface === 'page of a day' && lead !== undefined && failures.length > 0)
    checkImpact(comparison, 'lead', failures, lead.replace(/<[^>]+>/g, ''));
  checkUpstreams(comparison, failures, html);
  return comparison;
}
/** The first tiles are those of the page, the next ones of its incidents. */
function readTiles(html) {
  const list = /<dl class="tiles">(.*?)<\/dl>/s.exec(html)?.[1] ?? '';
  return new Map(
    [...list.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}
/** The table of upstreams: name, failures and those that were saved. */
function checkUpstreams(comparison, failures, html) {
  const rows = html.matchAll(
    /data-label="Upstream"><code>([^<]+)<\/code><\/td><td data-label="Failures" class="number">([\d,]+)<.*?data-label="Saved" class="number">([\d,]+)</g,
  );
  for (const [, name, alarming, saved] of rows) {
    const own = failures.filter(({ upstream }) => upstream === name);
    comparison.equal(
      'failures of an upstream',
      [own.filter(isImpacting).length, countOutcomes(own).saved],
      [toNumber(alarming), toNumber(saved)],
    );
  }
}
const toNumber = (text = 'NaN') => Number(text.replaceAll(',', ''));
