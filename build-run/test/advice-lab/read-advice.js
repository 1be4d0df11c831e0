import { parseConfig } from '../../src/config/config.js';
import { createDecoderOptions } from '../../src/config/decoder-options.js';
import { getCause } from '../../src/diagnose/causes/index.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { createGroupContextLookup, summarizeGroups } from '../../src/report/summary/group.js';
import { listFixSteps } from '../../src/report/words/advice.js';
import { temporaryPath } from '../../src/storage/connection.js';
import { openStore } from '../../src/storage/store.js';
import { readLogLines } from '../../src/tail/read-whole.js';
/** Reads these logs as the running bot does, and returns what its page says, the most frequent cause first. */
export async function readAdvice(files) {
  const config = parseConfig({}, 'UTC');
  if (!config.ok) throw new Error(`no configuration: ${JSON.stringify(config.problems)}`);
  const settings = { ...config.config, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const pipeline = new Pipeline(emptyRestoredState, {
    ...settings,
    getDecoderOptions: createDecoderOptions(settings),
  });
  const store = openStore(temporaryPath);
  const now = Date.now();
  for (const path of files) {
    const lines = [];
    for await (const some of readLogLines(path)) lines.push(...some);
    const fileCheckpoint = {
      path,
      dev: '0',
      ino: path,
      birthTimeNs: '0',
      offset: 0,
      line: 0,
      head: '',
      tail: '',
    };
    store.commit(
      pipeline.ingest({ fileCheckpoint: { ...fileCheckpoint, state: 'live' }, lines, atEnd: true }, now),
      now,
    );
  }
  const endAt = now + waitMs;
  const last = pipeline.tick(endAt);
  if (last !== null) store.commit(last, endAt);
  const span = { from: now - waitMs, to: endAt };
  const findContext = createGroupContextLookup(store);
  // What a list folds into its root is said where its own record is explained.
  const groups = [
    ...summarizeGroups(store, span, 10),
    ...store.groups(span, 10).map((group) => ({ ...group, ...findContext(group) })),
  ].filter(({ cause }, index, all) => index === all.findIndex((entry) => entry.cause === cause));
  store.close();
  return groups.map(({ cause, count, product, fixFacts, hints }) => ({
    cause,
    count,
    steps: listFixSteps(getCause(cause), product, fixFacts, hints),
  }));
}
/** Longer than any wait for the other log. */
const waitMs = 700_000;
