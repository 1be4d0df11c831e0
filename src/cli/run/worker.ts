import { setImmediate } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { dialectsOf } from '../../config/decoder-options.js';
import { holdAlone } from '../../storage/lock.js';
import { openStore, type Store } from '../../storage/store.js';
import { findLogs } from '../../tail/discover.js';
import { openTail } from '../../tail/tailer.js';
import { zoneProblemOf } from '../check-timezone.js';
import { gatewaysIn } from '../detect-format.js';
import type { ProgramLog } from '../log.js';
import { Keeper } from './committer.js';
import { CheckUp } from './health-loop.js';
import { Loop } from './loop.js';
import { Guard } from './retry.js';
import { Troubles, walWatch } from './warn-once.js';
import { type Order, type Orders, type Report, type Writes, whyOf } from './worker-protocol.js';

const lookEveryMs = 1_000;
const pruneEveryMs = 60_000;
const checkUpEveryMs = 15_000;

/**
 * The thread that reads, parses and writes. SQLite makes its thread wait, for a lock or for the disk, and Slack wants to
 * hear within three seconds: so whoever speaks to Slack only asks here. Orders are taken between two chunks.
 */
function serve(port: MessagePort, { config, from }: Orders): void {
  const say = (report: Report) => port.postMessage(report);
  const fail = (error: unknown) => {
    say({ type: 'failed', why: whyOf(error) });
    // Watches and loops would keep the thread alive; ending it closes the database, without calling the run clean.
    process.exit();
  };
  try {
    const release = holdAlone(config.database);
    const store = openStore(config.database, Date.now(), (line) =>
      say({ type: 'said', level: 'info', line }),
    );
    const writer = writerOf({ config, from }, store, say, fail);
    port.on('message', (order: Order) => {
      if (order.type === 'follow') writer.follow().catch(fail);
      else if (order.type === 'write') writer.write(order);
      else
        writer.stop().then(() => {
          release();
          port.close();
        }, fail);
    });
    say({ type: 'opened', clean: store.beginRun() });
  } catch (error) {
    fail(error);
  }
}

function writerOf(
  { config, from }: Orders,
  store: Store,
  say: (report: Report) => void,
  fail: (error: unknown) => void,
) {
  const clock = () => Date.now();
  const log: ProgramLog = {
    info: (line) => say({ type: 'said', level: 'info', line }),
    warn: (line) => say({ type: 'said', level: 'warn', line }),
  };
  const guard = new Guard(log, fail);
  const troubles = new Troubles(store, log);
  const rules = { ...config, dialectOf: dialectsOf(config) };
  const keeper = new Keeper(store, rules);
  const tail = openTail({
    globs: config.logs,
    bookmarks: store.restore().bookmarks.map(({ position }) => position),
    from,
    since: store.lastStoredAt(),
    reached: (path) => keeper.reached(path),
    own: [1, 2],
    notice: log.info,
  });

  // Said after the first look only: from then on no line is taken for one of before the start.
  let follows = false;
  const reading = new Loop(lookEveryMs, () =>
    guard.over('reading', async () => {
      store.assertInPlace();
      const looked = await tail.look((chunk) => keeper.chunk(chunk, clock()), clock());
      if (!follows) log.info(`Following ${config.logs.join(', ')}; database ${config.database}.`);
      follows = true;
      keeper.tick(clock());
      troubles.note(looked);
      checkUp.looked(looked, clock());
      say({ type: 'digested' });
      if (looked.more) reading.wake();
    }),
  );
  const walHas = walWatch(config.database, log);
  const pruning = new Loop(pruneEveryMs, () =>
    guard.over('storing', async () => {
      // In steps, so that reading and orders get their turns in between.
      while (store.prune(clock(), config.databaseBytesMax)) await setImmediate();
      walHas(store.rest());
    }),
  );
  const checkUp = new CheckUp(store, { zone: config.timezone, log, startedAt: clock() });
  const checkingUp = new Loop(checkUpEveryMs, () =>
    guard.over('watching itself', async () => {
      const { paths, troubles: missing } = findLogs(config.logs);
      checkUp.look(new Set([...paths, ...missing.map(({ path }) => path)]), clock());
    }),
  );
  const writes: Writes = {
    ...store,
    act: (act, by, at) => keeper.act(act, by, at),
  };

  function warnOf(paths: readonly string[]): void {
    if (paths.length === 0) log.warn(`No file matches ${config.logs.join(', ')} yet; waiting for one.`);
    for (const path of paths) {
      try {
        const problem = zoneProblemOf(path, rules.dialectOf(path), config.logTimezone);
        if (problem !== undefined) log.warn(`${path}: ${problem}.`);
      } catch {
        // What cannot be read is a trouble that the reading tells.
      }
    }
  }

  return {
    async follow() {
      const { paths } = findLogs(config.logs);
      warnOf(paths);
      keeper.expect(await gatewaysIn(paths, rules.dialectOf));
      tail.watch(() => reading.wake());
      for (const loop of [reading, pruning, checkingUp]) loop.wake();
    },
    write({ id, name, asked }: Extract<Order, { type: 'write' }>) {
      // The cast: both ends of the port are typed by `Writes`, of which the port itself knows nothing.
      const act = writes[name] as (...asked: readonly unknown[]) => unknown;
      try {
        say({ type: 'written', id, answer: act(...asked) });
      } catch (error) {
        say({ type: 'refused', id, why: whyOf(error) });
      }
    },
    async stop() {
      await Promise.all([tail.close(), reading.stop(), pruning.stop(), checkingUp.stop()]);
      store.close();
    },
  };
}

// The cast: only `writing.ts` starts this file.
if (parentPort !== null) serve(parentPort, workerData as Orders);
