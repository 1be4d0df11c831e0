// Everything that people get to see, on one page to look at: messages, answers, reports, charts and pages.
// `npm run gallery` writes build/gallery; open its index.html. With chromium installed there are pictures of the pages too.

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../src/cli/analyze.js';
import { type Config, configFrom } from '../../src/config/config.js';
import type { Complaint } from '../../src/health/issue.js';
import { healthView } from '../../src/health/message.js';
import type { Incident } from '../../src/incidents/incident.js';
import { alertView } from '../../src/notify/alert-message.js';
import { reasons } from '../../src/notify/reason.js';
import { threadView } from '../../src/notify/thread-message.js';
import { answer, reply } from '../../src/query/answer-question.js';
import type { Chart } from '../../src/render/charts/chart.js';
import { type Html, html } from '../../src/render/html.js';
import type { Message } from '../../src/render/message.js';
import { messageHtml } from '../../src/render/message-html.js';
import { pageText } from '../../src/render/page.js';
import { figure, titled } from '../../src/render/page-parts.js';
import { failureChart, heatChart } from '../../src/report/charts.js';
import { bundleTexts } from '../../src/report/export/bundle.js';
import { dayPage, weekPage } from '../../src/report/page/report.js';
import { reportView, weekView } from '../../src/report/report-message.js';
import { bundleFactsOf } from '../../src/report/summary/bundle.js';
import { dayFactsOf } from '../../src/report/summary/day.js';
import { factsOf } from '../../src/report/summary/incident.js';
import { detailOf, detailsOf } from '../../src/report/summary/incident-detail.js';
import { weekFactsOf } from '../../src/report/summary/week.js';
import { counterMemory } from '../../src/web/metrics.js';
import { replyTo } from '../../src/web/routes.js';
import { haveChromium, type Look, startChromium } from '../support/chromium.js';
import { ledgerOf } from '../support/fake-repository.js';
import { began, coverage, incident, minutes, outage, zone } from '../support/incident-fixtures.js';
import { hardNights } from '../support/message-fixtures.js';
import { aStoreOfTwoDays, twoOClock } from '../support/two-days.js';

const out = join(process.cwd(), 'build/gallery');
mkdirSync(out, { recursive: true });
// Compiled, the painter stands in build/ and looks for its letters beside it.
cpSync(join(process.cwd(), 'fonts'), join(import.meta.dirname, '../../fonts'), { recursive: true });
const { chartPng } = await import('../../src/cli/chart-png.js');

const questions = [
  'status',
  'why are we getting 502s?',
  'why BG-142',
  'catch me up',
  'is it us or the upstream?',
  'is it one pod or all of them?',
  'what changed before it started?',
  'how many 502s today?',
  '502s by cause this week',
  'compare today with last tuesday',
  'is this normal for a sunday?',
  'top 10 routes by 502',
  'chart 502s last 6h by upstream',
  'show me the lines',
  'how do I fix it?',
  'what did we do last time?',
  'unparsed lines',
  'what is the meaning of life?',
  'help',
];

/** Answers that a picture follows in Slack. */
const pictured = [
  'chart 502s last 6h by upstream',
  'chart failures last 7 days by cause',
  'chart timeouts today',
];

const store = aStoreOfTwoDays();
const clock = { now: twoOClock, zone: 'UTC' };
const today = sure(dayFactsOf('2026-11-22', clock, store));
const week = sure(weekFactsOf('2026-11-22', clock, store));
const charts: readonly (readonly [string, Chart | undefined])[] = [
  ['Failures of Sunday 22 November', failureChart(today)],
  ['Failures by hour, Sunday 22 November', heatChart(today)],
  ['Failures of a week', failureChart(week)],
  ['Failures by day', heatChart(week)],
  [
    'BG-142, an hour',
    failureChart({ ...detailOf(sure(store.incident(142)), store, twoOClock), zone: 'UTC' }, true),
  ],
];

const pages: Record<string, string> = {
  'day.html': dayPage(today, detailsOf(today.incidents, store, today.span.to)),
  'week.html': weekPage(week, detailsOf(week.incidents, store, week.span.to)),
  'overview.html': sitePage('/'),
  'incident.html': sitePage('/incident/BG-142'),
  'answer.html': sitePage('/ask'),
};
const bundle = bundleTexts(
  bundleFactsOf(sure(store.incident(142)), store, { nginxLogFormats: [], envoyLogFormats: [] }, twoOClock),
  twoOClock,
);
const bundled = (path: string) => sure(bundle.find((file) => file.path === `BG-142/${path}`)).text;
pages['bundle.html'] = bundled('report.html');
for (const [name, page] of Object.entries(pages)) writeFileSync(join(out, name), page);
for (const name of ['README.txt', 'timeline.txt', 'records.txt', 'chart.svg'])
  writeFileSync(join(out, `bundle-${name}`), bundled(name));
for (const [title, chart] of charts)
  if (chart !== undefined) writeFileSync(join(out, `${nameOf(title)}.png`), chartPng(chart, title));
for (const question of pictured) {
  const { file } = reply(question, { ledger: store, ...clock });
  if (file?.name === 'picture')
    writeFileSync(join(out, `${nameOf(question)}.png`), chartPng(file.chart, file.title));
}
await analyze(
  ['access.log.gz', 'error.log.gz'].map((name) => join(process.cwd(), 'demo', name)),
  { json: false, failures: false, html: join(out, 'demo.html') },
  config(),
  { print: () => {}, complain: () => {}, look: { width: 100, colour: false } },
);
writeFileSync(join(out, 'index.html'), index());
if (haveChromium) await takePictures([...Object.keys(pages), 'demo.html', 'index.html']);
console.log(
  `${join(out, 'index.html')}${haveChromium ? '' : ' (no pictures of pages: chromium is not installed)'}`,
);

function index(): string {
  const links = [
    ...Object.keys(pages),
    'demo.html',
    ...[...charts.map(([title]) => title), ...pictured].map((title) => `${nameOf(title)}.png`),
  ];
  return pageText({
    title: 'Gallery',
    body: [
      html`<h1>Gallery</h1><ul>${links.map((name) => html`<li><a href="${name}">${name}</a></li>`)}</ul>`,
      titled('One incident, from its first message to its last', lifeOfAnIncident()),
      titled(
        'Nights that are not like the others',
        hardNights().map(([words, message]) => captioned(words, message)),
      ),
      titled('What is wrong with the bot itself', ailmentMessages()),
      titled('Reports', [reportView(today), weekView(week), reportView(cleanDay())].map(messageHtml)),
      titled(
        'Charts',
        charts.map(([title, chart]) => html`<div class="card"><h3>${title}</h3>${figure(chart)}</div>`),
      ),
      titled('Answers', questions.map(answered)),
    ],
    footer: 'Sample data.',
  });
}

function lifeOfAnIncident(): readonly Html[] {
  const now = began + minutes(12);
  const facts = (subject: Incident) =>
    factsOf(
      subject,
      ledgerOf({ failures: outage(), incidents: [subject], requests: 5_000, coverage: [coverage()] }),
      now,
    );
  const taken = incident({ acknowledged: { by: 'U012ABCDE', at: began + minutes(3) } });
  const over = incident({
    goodSince: 20,
    state: {
      name: 'resolved',
      openedAt: began,
      resolvedAt: began + minutes(20),
      proof: 'good-requests',
      recent: [],
    },
  });
  return [
    ...[incident(), taken, over].map((subject) =>
      captioned('The message', alertView(facts(subject), now, zone)),
    ),
    ...reasons.map((reason) =>
      captioned(`In the thread: ${reason}`, threadView(reason, facts(taken), now, zone)),
    ),
  ];
}

function ailmentMessages(): readonly Html[] {
  const since = began + minutes(2);
  const now = since + minutes(18);
  const path = '/var/log/nginx/access.log';
  const complaints: readonly Complaint[] = [
    { name: 'no-lines', path, usually: 58 },
    { name: 'behind' },
    { name: 'unsent', letters: 3 },
    { name: 'not-understood', path, unparsed: 180, records: 200 },
    { name: 'wrong-zone', path: '/var/log/nginx/error.log', offMs: -minutes(120) },
  ];
  return complaints.flatMap((what) => [
    captioned(what.name, healthView({ what, since, endedAt: null }, { now, zone })),
    captioned('over', healthView({ what, since, endedAt: now }, { now, zone })),
  ]);
}

function captioned(words: string, message: Message): Html {
  return html`<p class="faint">${words}</p>${messageHtml(message)}`;
}

function answered(question: string): Html {
  return captioned(`“${question}”`, answer(question, { ledger: store, ...clock }));
}

function cleanDay() {
  const ledger = ledgerOf({ requests: 812_345, coverage: [coverage()] });
  return sure(dayFactsOf('2026-11-20', { now: began, zone }, ledger));
}

function sitePage(path: string): string {
  const query = new URLSearchParams(path === '/ask' ? { q: 'why are we getting 502s?' } : {});
  return replyTo({ path, query }, { ledger: store, ...clock, counters: counterMemory(twoOClock) }).body;
}

async function takePictures(names: readonly string[]): Promise<void> {
  const looks: readonly (readonly [string, Look])[] = [
    ['phone', { width: 390 }],
    ['phone-dark', { width: 390, scheme: 'dark' }],
    ['screen', { width: 1200 }],
    ['screen-dark', { width: 1200, scheme: 'dark' }],
  ];
  const browser = await startChromium();
  for (const name of names) {
    for (const [suffix, look] of looks) {
      const tab = await browser.open(pathToFileURL(join(out, name)).href, look);
      writeFileSync(join(out, `${name.replace('.html', '')}-${suffix}.png`), await tab.picture());
      await tab.close();
    }
  }
  await browser.close();
}

function config(): Config {
  const read = configFrom({ TIMEZONE: 'UTC' }, 'UTC');
  if (!read.ok) throw new Error('the defaults do not make a configuration');
  return read.config;
}

function nameOf(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the samples of the gallery are not what they were');
  return value;
}
