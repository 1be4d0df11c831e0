// Measures the time from the log line that opens an incident to the message in Slack: `npm run bench:telling`, or
// `node build/test/bench/notify.js [OUTAGES]`. The built program follows real files and posts to a fake Slack.
import { logSets, measureAlertLatency } from '../support/crash/alert-latency.js';

const count = Number(process.argv[2] ?? 30);
for (const logs of logSets) {
  const { p50, p99 } = await measureAlertLatency(count, logs);
  console.log(`${logs.padEnd(10)} p50 ${p50} ms, p99 ${p99} ms of ${count}`);
}
