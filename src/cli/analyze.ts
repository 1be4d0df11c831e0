import type { Config } from '../config.js';
import { Digest, nothingRestored } from '../digest.js';
import { groupFactsOf } from '../group-facts.js';
import type { Ledger, Span } from '../ledger.js';
import { mergedByTime } from '../merge.js';
import { holdMs } from '../pairing.js';
import type { Bookmark } from '../position.js';
import { openStore, type Store } from '../store/store.js';
import { type AnalysisFacts, analysisView } from '../views/analysis.js';
import { analysisJson, failureJson } from '../views/json.js';
import { terminalText } from '../views/terminal.js';
import { dialectsOf } from './dialects.js';
import { gatewaysIn } from './sample.js';
import type { Terminal } from './terminal.js';
import { eventsOf } from './whole-files.js';

export type AnalyzeOptions = {
  readonly json: boolean;
  /** One JSON object a failure, by time. */
  readonly failures: boolean;
};

/** `badgateway analyze FILE…`: the same road as `run`, over whole files merged by time, into a report. */
export async function analyze(
  files: readonly string[],
  options: AnalyzeOptions,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const store = openStore(':memory:');
  const dialectOf = dialectsOf(config);
  const digest = new Digest(nothingRestored, { ...config, dialectOf });
  for (const gateway of await gatewaysIn(
    files.filter((file) => file !== '-'),
    dialectOf,
  ))
    digest.expect(gateway);
  const bookmarks: Bookmark[] = [];
  let from: number | null = null;
  let to = 0;
  const sources = files.map((file) =>
    eventsOf(file, dialectOf(file), (bookmark) => bookmarks.push(bookmark)),
  );

  for await (const { events, at } of mergedByTime(sources)) {
    from ??= events[0]?.at ?? at;
    to = at + 1;
    store.commit(digest.events(events, at), at);
  }
  const end = to + holdMs;
  store.commit(digest.events([], end, bookmarks), end);
  print(store, from === null ? null : { from, to }, options, config, terminal);
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
const groupsShown = 8;
const routesShown = 5;
