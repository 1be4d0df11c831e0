import { basename } from 'node:path';
import { counted } from '../base/format-number.js';
import type { Span } from '../base/span.js';
import type { Config } from '../config/config.js';
import { dialectsOf } from '../config/decoder-options.js';
import { holdMs } from '../diagnose/correlate/correlator.js';
import { type Batch, joinedBatch } from '../pipeline/batch.js';
import type { Bookmark } from '../pipeline/checkpoint.js';
import { mergedByTime } from '../pipeline/merge-by-time.js';
import { Digest, nothingRestored } from '../pipeline/pipeline.js';
import { terminalText } from '../render/terminal.js';
import { type AnalysisFacts, analysisView } from '../report/analysis-message.js';
import { analysisJson, failureJson } from '../report/export/json.js';
import type { Ledger } from '../report/repository.js';
import { groupFactsOf } from '../report/summary/group.js';
import { detailsOf } from '../report/summary/incident-detail.js';
import { spanFactsOf } from '../report/summary/period.js';
import { temporary } from '../storage/connection.js';
import { openStore, type Store } from '../storage/store.js';
import { gatewaysIn } from './detect-format.js';
import { eventsOf } from './read-events.js';
import type { Terminal } from './terminal.js';
import { writeAsked } from './write-output.js';

export type AnalyzeOptions = {
  readonly json: boolean;
  /** One JSON object a failure, by time. */
  readonly failures: boolean;
  /** The report as a page into this file, besides what is printed. */
  readonly html?: string;
};

/** Slices of a second each that are stored together, or sooner when one is large: what is stored seldom costs less. */
const batchesMax = 60;
const eventsMax = 500;

/** `badgateway analyze FILE…`: the same road as `run`, over whole files merged by time, into a report. */
export async function analyze(
  files: readonly string[],
  options: AnalyzeOptions,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const store = openStore(temporary);
  const dialectOf = dialectsOf(config);
  const digest = new Digest(nothingRestored, { ...config, dialectOf });
  for (const gateway of await gatewaysIn(
    files.filter((file) => file !== '-'),
    dialectOf,
  ))
    digest.expect(gateway);
  const bookmarks: Bookmark[] = [];
  let waiting: Batch[] = [];
  let from: number | null = null;
  let to = 0;
  const sources = files.map((file) =>
    eventsOf(file, dialectOf(file), (bookmark) => bookmarks.push(bookmark)),
  );

  for await (const { events, at } of mergedByTime(sources)) {
    from ??= events[0]?.at ?? at;
    to = at + 1;
    waiting.push(digest.events(events, at));
    if (waiting.length >= batchesMax || events.length >= eventsMax) {
      store.commit(joinedBatch(waiting), at);
      waiting = [];
    }
  }
  const end = to + holdMs;
  store.commit(joinedBatch([...waiting, digest.events([], end, bookmarks)]), end);
  const span = from === null ? null : { from, to };
  print(store, span, options, config, terminal);
  if (options.html !== undefined) {
    await writePage(options.html, files, { span, store, zone: config.timezone });
    terminal.complain(`The page is in ${options.html}.`);
  }
  store.close();
  return 0;
}

function print(
  store: Store,
  span: Span | null,
  options: AnalyzeOptions,
  config: Config,
  terminal: Terminal,
): void {
  if (options.failures) {
    for (const failure of store.failuresIn(span ?? nothing))
      terminal.print(JSON.stringify(failureJson(failure)));
  } else if (options.json) {
    terminal.print(JSON.stringify(analysisJson(store, span)));
  } else {
    terminal.print(terminalText(analysisView(factsOf(store, span), config.timezone), terminal.look));
  }
}

type Analysed = { readonly span: Span | null; readonly store: Store; readonly zone: string };

async function writePage(
  path: string,
  files: readonly string[],
  { span, store, zone }: Analysed,
): Promise<void> {
  // Charts take a moment to load, and most runs draw none.
  const { reportPage } = await import('../report/page/report.js');
  const facts = spanFactsOf(span ?? nothing, zone, store);
  writeAsked(
    path,
    reportPage({
      title: titleOf(files),
      facts,
      details: detailsOf(facts.incidents, store, facts.span.to),
      comparisons: [],
    }),
  );
}

function titleOf(files: readonly string[]): string {
  const names = files.map((file) => (file === '-' ? 'standard input' : basename(file)));
  const more = names.length - namesShown;
  return `Gateway failures in ${names.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${counted(more, 'more file')}` : ''}`;
}

function factsOf(ledger: Ledger, span: Span | null): AnalysisFacts {
  const of = span ?? nothing;
  return {
    span,
    totals: ledger.totals(of),
    groups: groupFactsOf(ledger, of, groupsShown),
    routes: ledger.top('route', of, routesShown).filter(({ key }) => key !== null),
    incidents: ledger.incidents(of),
    coverage: ledger.coverage(),
  };
}

const nothing: Span = { from: 0, to: 0 };
const namesShown = 3;
const groupsShown = 8;
const routesShown = 5;
