// How long it takes from the deciding line to the message at Slack: `node build/test/bench/telling.js [OUTAGES]`,
// `npm run bench:telling`. The built program follows real files and posts to a pretended Slack.
import { logSets, measureAlertLatency } from '../support/crash/alert-latency.js';

const count = Number(process.argv[2] ?? 30);
for (const logs of logSets) {
  const { p50, p99 } = await measureAlertLatency(count, logs);
  console.log(`${logs.padEnd(10)} p50 ${p50} ms, p99 ${p99} ms of ${count}`);
}
