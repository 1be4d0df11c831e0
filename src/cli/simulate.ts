import { clockOf, dayOf } from '../base/calendar.js';
import { counted, grouped } from '../base/format-number.js';
import type { Span } from '../base/span.js';
import type { Config } from '../config/config.js';
import { dialectsOf } from '../config/decoder-options.js';
import { holdMs } from '../diagnose/correlate/correlator.js';
import { habitMs } from '../incidents/baseline.js';
import { incidentName, rootCause } from '../incidents/incident.js';
import { nothingFiled } from '../incidents/incident-tracker.js';
import { type Heard, Rehearsal } from '../notify/simulate.js';
import type { Traffic } from '../pipeline/batch.js';
import { mergedByTime } from '../pipeline/merge-by-time.js';
import { Digest, nothingRestored } from '../pipeline/pipeline.js';
import { literalOf, say } from '../render/rich-text.js';
import { causeTitle } from '../report/words/names.js';
import { upstreamsWords } from '../report/words/upstreams.js';
import type { Reader } from '../storage/store.js';
import { gatewaysIn } from './detect-format.js';
import { openExisting } from './open-database.js';
import { eventsOf } from './read-events.js';
import type { Terminal } from './terminal.js';

export type RehearseOptions = {
  /** How far back, ms. Files are always played whole. */
  readonly sinceMs: number;
  /** The settings as they are. */
  readonly config: Config;
  /** The settings to try; the same when none is changed. */
  readonly tried: Config;
};

/** `badgateway rehearse`: what would have been told, from what is stored or from log files, with other settings. */
export async function rehearse(
  files: readonly string[],
  { sinceMs, config, tried }: RehearseOptions,
  terminal: Terminal,
): Promise<number> {
  const play = async (settings: Config) =>
    files.length > 0 ? heardInFiles(files, settings) : heardInStore(settings, sinceMs);
  const before = tried === config ? null : await play(config);
  for (const line of rehearsalLines({ heard: await play(tried), before, zone: config.timezone }))
    terminal.print(line);
  return 0;
}

async function heardInStore(config: Config, sinceMs: number): Promise<readonly Heard[]> {
  const reader = openExisting(config.database);
  try {
    const now = Date.now();
    return heardIn(reader, { from: now - sinceMs, to: now + 1 }, config);
  } finally {
    reader.close();
  }
}

/** Minutes are counted as a whole: their requests when they begin, the good ones when they end. */
function heardIn(reader: Reader, { from, to }: Span, config: Config): readonly Heard[] {
  const habits = reader.habits({ from: from - habitMs, to: from });
  const rehearsal = rehearsalOf(config, reader, from, { ...nothingFiled, watched: { flow: [], habits } });
  const heard: Heard[] = [];
  const minutes = reader.trafficIn({ from, to });
  let begun = 0;
  let ended = 0;
  const catchUp = (at: number) => {
    for (let next = minutes[begun]; next !== undefined && next.minute <= at; next = minutes[++begun])
      heard.push(...rehearsal.serves({ ...next, good: 0 }, next.minute));
    for (let next = minutes[ended]; next !== undefined && endOf(next) <= at; next = minutes[++ended])
      heard.push(...rehearsal.serves({ ...next, requests: 0 }, endOf(next)));
  };
  for (const failure of reader.failuresIn({ from, to })) {
    catchUp(failure.at);
    heard.push(...rehearsal.fails({ failure, was: null }));
  }
  catchUp(to);
  return [...heard, ...rehearsal.passTo(to)];
}

async function heardInFiles(files: readonly string[], config: Config): Promise<readonly Heard[]> {
  const dialectOf = dialectsOf(config);
  const digest = new Digest(nothingRestored, { ...config, dialectOf });
  const plain = files.filter((file) => file !== '-');
  for (const gateway of await gatewaysIn(plain, dialectOf)) digest.expect(gateway);
  const rehearsal = rehearsalOf(config, undefined, 0, nothingFiled);
  const heard: Heard[] = [];
  let end = 0;
  const take = (events: Parameters<Digest['events']>[0], at: number) => {
    const { sightings, traffic } = digest.events(events, at);
    for (const sighting of sightings) heard.push(...rehearsal.fails(sighting));
    for (const cell of traffic) heard.push(...rehearsal.serves(cell, at));
  };
  for await (const { events, at } of mergedByTime(
    files.map((file) => eventsOf(file, dialectOf(file), () => {})),
  )) {
    take(events, at);
    end = at;
  }
  take([], end + holdMs);
  return [...heard, ...rehearsal.passTo(end + holdMs)];
}

const rehearsalOf = (
  { opening, recovery, manners, timezone }: Config,
  reader: Reader | undefined,
  now: number,
  filed: typeof nothingFiled,
) =>
  new Rehearsal(
    {
      rules: { opening, recovery },
      manners,
      silences: reader?.silences(now) ?? [],
      zone: timezone,
    },
    filed,
    new Map(),
    now,
  );

const endOf = ({ minute }: Traffic) => minute + 60_000;

/** What a rehearsal came to. */
export type RehearsalFacts = {
  readonly heard: readonly Heard[];
  /** With the settings as they are; null when those were rehearsed. */
  readonly before: readonly Heard[] | null;
  readonly zone: string;
};

/** What would have been told, a line each, and how much that is. Incidents are numbered from 1: they are not the real ones. */
export function rehearsalLines({ heard, before, zone }: RehearsalFacts): readonly string[] {
  const now = `${totalsOf(heard)}.`;
  return [
    before === null ? now : `${now} With the settings as they are: ${totalsOf(before)}.`,
    ...heard.slice(0, linesMax).map((each) => lineOf(each, zone)),
    ...(heard.length > linesMax ? [`… and ${grouped(heard.length - linesMax)} more`] : []),
  ];
}

const linesMax = 500;

function totalsOf(heard: readonly Heard[]): string {
  const count = (as: Heard['as']) => heard.filter((each) => each.as === as).length;
  const lines = count('line') + count('broadcast');
  return `${counted(count('message'), 'message')}, ${counted(lines, 'line')} in threads, ${grouped(count('broadcast'))} of them for all`;
}

function lineOf({ at, as, reason, incident }: Heard, zone: string): string {
  const what =
    as === 'message' ? say` ${causeTitle(rootCause(incident))} at ${upstreamsWords(incident)}` : [];
  const name = incidentName(incident).replace('BG-', '#');
  const indent = as === 'message' ? '' : '  ';
  return `${dayOf(at, zone)} ${clockOf(at, zone)}  ${indent}${name} ${reason}${literalOf(what)} (${incident.severity})`;
}
