import { basename } from 'node:path';
import { pluralize, sumNumbers } from '../base/format-number.js';
import type { Span } from '../base/span.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import type { Config } from '../config/settings.js';
import { counterpartWaitMs } from '../diagnose/correlate/correlator.js';
import { emptyCorrelatorState } from '../diagnose/correlate/correlator-state.js';
import type {
  FoundRequest,
  StoredRequestQuery,
  StoredRequests,
} from '../diagnose/correlate/stored-requests.js';
import { applyZoneReadings, getZoneLog, type LogZone } from '../parse/zone-reading.js';
import { type Batch, mergeBatches } from '../pipeline/batch.js';
import { emptyRestoredState, Pipeline } from '../pipeline/pipeline.js';
import { renderTerminalText } from '../render/terminal.js';
import { type AnalysisSummary, renderAnalysis } from '../report/analysis-message.js';
import { serializeAnalysis, serializeFailure } from '../report/export/json.js';
import { applicationErrorFilter, type Repository } from '../report/repository.js';
import { summarizeAnswers } from '../report/summary/answers.js';
import { summarizeGroups } from '../report/summary/group.js';
import { buildTopIncidentDetails } from '../report/summary/incident-detail.js';
import { summarizePeriod } from '../report/summary/period.js';
import { temporaryPath } from '../storage/connection.js';
import { openStore, type Store } from '../storage/store.js';
import { keepSources } from '../tail/sources/keep-sources.js';
import { detectLogs } from './detect-format.js';
import { type LogsByTime, readByTime, type UnsortedLogs } from './read-by-time.js';
import type { Terminal } from './terminal.js';
import { writeOutput } from './write-output.js';

export type AnalyzeOptions = {
  readonly json: boolean;
  /** One JSON object per failure, by time. */
  readonly failures: boolean;
  /** Also writes the report as a page to this file. */
  readonly html?: string;
};

/** Batches, of one second each, committed together, or sooner after a large one: fewer commits cost less. */
const batchesMax = 60;
const batchEventsMax = 500;

/** `badgateway analyze FILE…`: runs the pipeline over complete files merged by time, and prints a report. */
export async function analyzeFiles(
  files: readonly string[],
  options: AnalyzeOptions,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  await keepSources(files, config);
  const unsorted: UnsortedLogs = new Map();
  const { store, span } = await readInTheirZones(files, config, unsorted);
  for (const sentence of unsorted.values()) terminal.printError(sentence);
  printAnalysis(store, span, options, config, terminal);
  if (options.html !== undefined) {
    await writePage(options.html, files, { span, store, timezone: config.timezone });
    terminal.printError(`Wrote the page to ${options.html}.`);
  }
  store.close();
  return 0;
}

/** What was read, and the zones of the logs as the records show them. */
type ReadLogs = { readonly store: Store; readonly span: Span | null; readonly zones: readonly LogZone[] };

/**
 * Reads the files; once more if a log turns out to be in another zone than it was read in, as its place in time is then
 * another one.
 */
async function readInTheirZones(
  files: readonly string[],
  config: Config,
  unsorted: UnsortedLogs,
): Promise<ReadLogs> {
  let logs = await readFiles(files, config, [], unsorted);
  for (let pass = 2; pass <= passesMax; pass += 1) {
    const { zones } = logs;
    if (zones.every(({ readings }) => readings.length === 0)) break;
    logs.store.close();
    logs = await readFiles(files, config, zones, unsorted);
    if (countReadings(logs.zones) === countReadings(zones)) break;
  }
  return logs;
}

/** Clocks change twice a year; each pass finds all changes but for accidents. */
const passesMax = 3;
const countReadings = (zones: readonly LogZone[]): number =>
  sumNumbers(zones.map(({ readings }) => readings.length));

async function readFiles(
  files: readonly string[],
  config: Config,
  zones: readonly LogZone[],
  unsorted: UnsortedLogs,
): Promise<ReadLogs> {
  const getConfiguredOptions = createDecoderOptions(config);
  const getDecoderOptions = (path: string) =>
    applyZoneReadings(
      getConfiguredOptions(path),
      zones.find(({ log }) => log === getZoneLog(path))?.readings,
    );
  const correlatorState = { ...emptyCorrelatorState, zones: zones.map(forgetCounts) };
  const origins = await detectLogs(files, getDecoderOptions);
  return readByTime(files, getDecoderOptions, unsorted, async (logs) => {
    const store = openStore(temporaryPath);
    const writer = new BatchingWriter(store);
    const pipeline = new Pipeline(
      { ...emptyRestoredState, correlatorState },
      { ...config, getDecoderOptions, storedRequests: writer },
    );
    for (const origin of origins) pipeline.announceLog(origin);
    try {
      const span = await storeEvents(logs, pipeline, writer);
      return { store, span, zones: pipeline.listZones() };
    } catch (error) {
      store.close();
      throw error;
    }
  });
}

/** Commits several batches together; finds pending requests in all that it was given. */
class BatchingWriter implements StoredRequests {
  readonly #store: Store;
  #uncommitted: Batch[] = [];
  #reachedAt = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  get size(): number {
    return this.#uncommitted.length;
  }

  add(batch: Batch, reachedAt: number): void {
    this.#uncommitted.push(batch);
    this.#reachedAt = reachedAt;
  }

  commit(): void {
    if (this.#uncommitted.length === 0) return;
    this.#store.commit(mergeBatches(this.#uncommitted), this.#reachedAt);
    this.#uncommitted = [];
  }

  findPendingRequests(query: StoredRequestQuery): readonly FoundRequest[] {
    this.commit();
    return this.#store.findPendingRequests(query);
  }

  listPendingKeys(): Iterable<number> {
    return this.#store.listPendingKeys();
  }
}

/** Stores what the pipeline makes of the events. Returns the time from the first event to the last; null without any. */
async function storeEvents(
  { slices, checkpoints, patterns }: LogsByTime,
  pipeline: Pipeline,
  writer: BatchingWriter,
): Promise<Span | null> {
  let fromAt: number | null = null;
  let toAt = 0;
  for await (const { events, latestAt } of slices) {
    // They are in order of time.
    fromAt ??= events[0]?.at ?? latestAt;
    toAt = latestAt + 1;
    writer.add(pipeline.ingestEvents(events, latestAt), latestAt);
    if (writer.size >= batchesMax || events.length >= batchEventsMax) writer.commit();
  }
  pipeline.absorbPatterns(patterns);
  const endAt = toAt + counterpartWaitMs;
  writer.add(pipeline.ingestEvents([], endAt, checkpoints), endAt);
  writer.commit();
  return fromAt === null ? null : { from: fromAt, to: toAt };
}

const forgetCounts = (zone: LogZone): LogZone => ({ ...zone, isConfirmed: false, agreed: 0, records: 0 });

function printAnalysis(
  store: Store,
  span: Span | null,
  options: AnalyzeOptions,
  config: Config,
  terminal: Terminal,
): void {
  if (options.failures) {
    for (const failure of store.allFailures(span ?? emptySpan))
      terminal.print(JSON.stringify(serializeFailure(failure)));
  } else if (options.json) {
    terminal.print(JSON.stringify(serializeAnalysis(store, span)));
  } else {
    terminal.print(
      renderTerminalText(renderAnalysis(summarizeAnalysis(store, span), config.timezone), terminal.display),
    );
  }
}

type AnalyzedSpan = { readonly span: Span | null; readonly store: Store; readonly timezone: string };

async function writePage(
  path: string,
  files: readonly string[],
  { span, store, timezone }: AnalyzedSpan,
): Promise<void> {
  // Loaded only when needed: charts take a moment to load, and most runs draw none.
  const { renderReportPage } = await import('../report/page/report.js');
  const summary = summarizePeriod(span ?? emptySpan, timezone, store);
  writeOutput(
    path,
    renderReportPage({
      title: formatTitle(files),
      summary,
      details: buildTopIncidentDetails(summary.incidents, store, summary.span.to),
      comparisons: [],
    }),
  );
}

function formatTitle(files: readonly string[]): string {
  const names = files.map((file) => (file === '-' ? 'standard input' : basename(file)));
  const hiddenCount = names.length - shownNamesMax;
  return `Gateway failures in ${names.slice(0, shownNamesMax).join(', ')}${hiddenCount > 0 ? ` and ${pluralize(hiddenCount, 'more file')}` : ''}`;
}

function summarizeAnalysis(repository: Repository, span: Span | null): AnalysisSummary {
  const querySpan = span ?? emptySpan;
  return {
    span,
    totals: repository.totals(querySpan),
    answers: summarizeAnswers(repository, querySpan, {}),
    groups: summarizeGroups(repository, querySpan, shownGroupsMax),
    applicationErrors: summarizeGroups(repository, querySpan, shownGroupsMax, applicationErrorFilter),
    routes: repository.top('route', querySpan, shownRoutesMax).filter(({ key }) => key !== null),
    incidents: repository.incidents(querySpan),
    coverage: repository.coverage(),
    gatewayRoles: repository.gatewayRoles(),
    patterns: repository.linePatterns(allTime),
  };
}

const emptySpan: Span = { from: 0, to: 0 };
/** Records that cannot be read may have no time. */
const allTime: Span = { from: 0, to: Number.MAX_SAFE_INTEGER };
const shownNamesMax = 3;
const shownGroupsMax = 8;
const shownRoutesMax = 5;
