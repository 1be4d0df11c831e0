import type { Traffic } from '../batch.js';
import type { Config } from '../config.js';
import { Digest, nothingRestored } from '../digest.js';
import { nothingFiled } from '../filing.js';
import { habitMs } from '../habits.js';
import type { Span } from '../ledger.js';
import { mergedByTime } from '../merge.js';
import { holdMs } from '../pairing.js';
import { type Heard, Rehearsal } from '../rehearsal.js';
import type { Reader } from '../store/store.js';
import { rehearsalLines } from '../views/rehearsal.js';
import { openExisting } from './database.js';
import { dialectsOf } from './dialects.js';
import { gatewaysIn } from './sample.js';
import type { Terminal } from './terminal.js';
import { eventsOf } from './whole-files.js';

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
