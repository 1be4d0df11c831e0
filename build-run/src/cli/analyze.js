import { basename } from 'node:path';
import { pluralize, sumNumbers } from '../base/format-number.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import { counterpartWaitMs } from '../diagnose/correlate/correlator.js';
import { emptyCorrelatorState } from '../diagnose/correlate/correlator-state.js';
import { applyZoneReadings, getZoneLog } from '../parse/zone-reading.js';
import { mergeBatches } from '../pipeline/batch.js';
import { emptyRestoredState, Pipeline } from '../pipeline/pipeline.js';
import { renderTerminalText } from '../render/terminal.js';
import { renderAnalysis } from '../report/analysis-message.js';
import { serializeAnalysis, serializeFailure } from '../report/export/json.js';
import { applicationErrorFilter } from '../report/repository.js';
import { summarizeAnswers } from '../report/summary/answers.js';
import { summarizeGroups } from '../report/summary/group.js';
import { buildTopIncidentDetails } from '../report/summary/incident-detail.js';
import { summarizePeriod } from '../report/summary/period.js';
import { temporaryPath } from '../storage/connection.js';
import { openStore } from '../storage/store.js';
import { keepSources } from '../tail/sources/keep-sources.js';
import { detectLogs } from './detect-format.js';
import { readByTime } from './read-by-time.js';
import { writeOutput } from './write-output.js';

/** Batches, of one second each, committed together, or sooner after a large one: fewer commits cost less. */
const batchesMax = 60;
const batchEventsMax = 500;
/** `badgateway analyze FILE…`: runs the pipeline over complete files merged by time, and prints a report. */
export async function analyzeFiles(files, options, config, terminal) {
  await keepSources(files, config);
  const unsorted = new Map();
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
/**
 * Reads the files; once more if a log turns out to be in another zone than it was read in, as its place in time is then
 * another one.
 */
async function readInTheirZones(files, config, unsorted) {
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
const countReadings = (zones) => sumNumbers(zones.map(({ readings }) => readings.length));
async function readFiles(files, config, zones, unsorted) {
  const getConfiguredOptions = createDecoderOptions(config);
  const getDecoderOptions = (path) =>
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
class BatchingWriter {
  #store;
  #uncommitted = [];
  #reachedAt = 0;
  constructor(store) {
    this.#store = store;
  }
  get size() {
    return this.#uncommitted.length;
  }
  add(batch, reachedAt) {
    this.#uncommitted.push(batch);
    this.#reachedAt = reachedAt;
  }
  commit() {
    if (this.#uncommitted.length === 0) return;
    this.#store.commit(mergeBatches(this.#uncommitted), this.#reachedAt);
    this.#uncommitted = [];
  }
  findPendingRequests(query) {
    this.commit();
    return this.#store.findPendingRequests(query);
  }
  listPendingKeys() {
    return this.#store.listPendingKeys();
  }
}
/** Stores what the pipeline makes of the events. Returns the time from the first event to the last; null without any. */
async function storeEvents({ slices, checkpoints, patterns }, pipeline, writer) {
  let fromAt = null;
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
const forgetCounts = (zone) => ({ ...zone, isConfirmed: false, agreed: 0, records: 0 });
function printAnalysis(store, span, options, config, terminal) {
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
async function writePage(path, files, { span, store, timezone }) {
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
function formatTitle(files) {
  const names = files.map((file) => (file === '-' ? 'standard input' : basename(file)));
  const hiddenCount = names.length - shownNamesMax;
  return `Gateway failures in ${names.slice(0, shownNamesMax).join(', ')}${hiddenCount > 0 ? ` and ${pluralize(hiddenCount, 'more file')}` : ''}`;
}
function summarizeAnalysis(repository, span) {
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
const emptySpan = { from: 0, to: 0 };
/** Records that cannot be read may have no time. */
const allTime = { from: 0, to: Number.MAX_SAFE_INTEGER };
const shownNamesMax = 3;
const shownGroupsMax = 8;
const shownRoutesMax = 5;
