import { dayOf } from '../base/calendar.js';
import { incidentNumberIn } from '../incidents/incident.js';
import type { Context } from '../query/answer.js';
import { answer, reply } from '../query/answer-question.js';
import { dayJson, incidentDetailJson, incidentListJson, statusJson } from '../report/export/api-json.js';
import { dayPage } from '../report/page/report.js';
import type { Ledger } from '../report/repository.js';
import { dayFactsOf } from '../report/summary/day.js';
import { detailOf, detailsOf } from '../report/summary/incident-detail.js';
import { spanFactsOf } from '../report/summary/period.js';
import { type CounterMemory, metricsOf } from './metrics.js';
import { metricsText } from './metrics-text.js';
import { answerPage, incidentPage, overviewPage, siteLinks, wrongPage } from './pages.js';

/** What pages and answers are made from. */
export type Scene = {
  readonly ledger: Ledger;
  readonly now: number;
  readonly zone: string;
  readonly counters: CounterMemory;
};

/** What was asked for: the path without its query. */
export type Address = { readonly path: string; readonly query: URLSearchParams };

/** What is answered. The body is whole: pages load nothing else. */
export type Reply = {
  readonly status: number;
  readonly type: ReplyType;
  readonly body: string;
  /** What it is saved as, where it is a file. */
  readonly fileName?: string;
};
export type ReplyType = 'page' | 'json' | 'csv' | 'metrics';

/** What stands at an address. Only reads. */
export function replyTo(address: Address, scene: Scene): Reply {
  const [first = '', second = '', third, ...rest] = address.path.split('/').slice(1);
  if (rest.length > 0) return missing(address);
  if (first === 'api') return second === 'v1' ? api(third ?? '', address, scene) : missingJson(address);
  const found = third === undefined ? pages.get(first)?.(second, address, scene) : undefined;
  return found ?? missing(address);
}

type Answerer = (name: string, address: Address, scene: Scene) => Reply | undefined;

/** By the first part of the path; a map, since a path may also be called `constructor`. */
const pages: ReadonlyMap<string, Answerer> = new Map<string, Answerer>([
  ['', (name, _, scene) => (name === '' ? overview(scene) : undefined)],
  ['ask', (name, { query }, scene) => (name === '' ? question(asked(query), scene) : undefined)],
  ['incident', (name, _, scene) => incident(incidentNumberIn(name), scene)],
  ['day', (name, _, scene) => day(name, scene)],
  ['metrics', (name, _, scene) => (name === '' ? metrics(scene) : undefined)],
]);

const question = (text: string, { ledger, now, zone }: Scene): Reply =>
  page(answerPage(text, answer(text, { ledger, now, zone }), { now, zone }));

function incident(number: number, { ledger, now, zone }: Scene): Reply | undefined {
  const found = ledger.incident(number);
  return found && page(incidentPage(detailOf(found, ledger, now), { now, zone }));
}

function day(name: string, { ledger, now, zone }: Scene): Reply | undefined {
  const facts = dayFactsOf(name === '' ? dayOf(now, zone) : name, { now, zone }, ledger);
  return facts && page(dayPage(facts, detailsOf(facts.incidents, ledger, facts.span.to), siteLinks));
}

const metrics = (scene: Scene): Reply => ({
  status: 200,
  type: 'metrics',
  body: metricsText(metricsOf(scene)),
});

function overview({ ledger, now, zone }: Scene): Reply {
  const facts = spanFactsOf({ from: now - dayMs, to: now }, zone, ledger);
  return page(overviewPage({ facts, open: ledger.openIncidents() }, { now, zone }));
}

/** `/api/v1/…`: see docs/api.md. Fields are added, never renamed or removed. */
function api(name: string, address: Address, { ledger, now, zone }: Scene): Reply {
  const { query } = address;
  const span = { from: now - hoursIn(query) * hourMs, to: now };
  switch (name) {
    case 'status':
      return json(statusJson(spanFactsOf(span, zone, ledger), ledger.openIncidents(), now));
    case 'incidents':
      return json(incidentListJson(ledger.incidents(span)));
    case 'incident': {
      const incident = ledger.incident(incidentNumberIn(query.get('id') ?? ''));
      return incident === undefined
        ? missingJson(address)
        : json(incidentDetailJson(detailOf(incident, ledger, now)));
    }
    case 'day': {
      const facts = dayFactsOf(query.get('day') ?? dayOf(now, zone), { now, zone }, ledger);
      return facts === undefined ? missingJson(address) : json(dayJson(facts));
    }
    case 'ask':
      return json({ question: asked(query), ...answer(asked(query), { ledger, now, zone }) });
    case 'file':
      return fileAsked(asked(query), { ledger, now, zone }) ?? missingJson(address);
    default:
      return missingJson(address);
  }
}

/** What a question makes that asks for a file of text: `top routes today as csv`. */
function fileAsked(text: string, context: Context): Reply | undefined {
  const { file } = reply(text, context);
  if (file?.name !== 'text') return undefined;
  const { fileName, text: body } = file;
  return { status: 200, type: fileName.endsWith('.csv') ? 'csv' : 'json', body, fileName };
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hoursMax = 24 * 31;

const asked = (query: URLSearchParams): string => (query.get('q') ?? '').slice(0, 500);
const hoursIn = (query: URLSearchParams): number =>
  Math.max(1, Math.min(hoursMax, Number(/^\d{1,4}$/.exec(query.get('hours') ?? '')?.[0] ?? 24)));

const page = (body: string, status = 200): Reply => ({ status, type: 'page', body });
const json = (value: object, status = 200): Reply => ({
  status,
  type: 'json',
  body: `${JSON.stringify(value)}\n`,
});
const missing = ({ path }: Address): Reply =>
  page(wrongPage('Nothing is here', `There is no page at ${path}.`), 404);
const missingJson = ({ path }: Address): Reply =>
  json({ error: `There is nothing at ${path}; see docs/api.md.` }, 404);
