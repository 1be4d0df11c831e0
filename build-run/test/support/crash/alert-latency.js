import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nineAm } from '../event-fixtures.js';
import { startFakeSlack } from '../fake-slack/index.js';
import { makeAccessRecord, makeErrorRecord } from '../log-lines.js';
import { startBot, waitForOutput } from './bot.js';
/** Logs in which the outage appears. */
export const logSets = ['error log', 'access log', 'both logs'];
const pollMs = 2;
const timeoutMs = 10_000;
const failuresToOpen = 5;
/** Fails one upstream after another and measures the time from each fifth failure until Slack has the alert. */
export async function measureAlertLatency(count, logs) {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-telling-'));
  const slack = await startFakeSlack();
  const append = (name, { text }) => appendFileSync(join(directory, `${name}.log`), `${text}\n`);
  for (const name of ['error', 'access']) writeFileSync(join(directory, `${name}.log`), '');
  const bot = startBot(buildEnvironment(directory, slack), directory);
  const waitUntil = async (condition, description) => {
    const waitedSince = performance.now();
    while (!condition()) {
      if (performance.now() - waitedSince > timeoutMs)
        throw new Error(`waited for ${description}: ${bot.output()}`);
      await sleep(pollMs);
    }
  };
  try {
    await waitForOutput(bot, 'Connected to Slack');
    await waitForOutput(bot, 'Following');
    const times = [];
    for (let i = 0; i < count; i++) {
      // Starts at a different phase of the bot's one-second cycle each time, and after its pause between posts.
      await sleep(1_200 + ((i * 370) % 1_000));
      for (let n = 1; n < failuresToOpen; n++) writeFailure(append, logs, i, n);
      await sleep(200);
      const writtenAt = performance.now();
      writeFailure(append, logs, i, failuresToOpen);
      await waitUntil(() => listAlerts(slack).length > i, `message ${i + 1}`);
      times.push(performance.now() - writtenAt);
      // An outage that starts while this incident is open would be merged into it.
      await waitUntil(() => hasRecovered(slack, listAlerts(slack)[i]?.ts), `the end of outage ${i + 1}`);
    }
    times.sort((a, b) => a - b);
    const quantile = (share) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0);
    return { p50: quantile(0.5), p99: quantile(0.99), count };
  } finally {
    await bot.kill();
    await slack.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
const buildEnvironment = (directory, slack) => ({
  LOGS: join(directory, '*.log'),
  DATABASE: join(directory, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
  QUIET_S: '3',
});
/** Appends a failure. Bare addresses with the same port count as the same service, so each outage has its own port. */
function writeFailure(append, logs, outageIndex, failureNumber) {
  const at = Date.now() - nineAm;
  const peer = `10.${Math.floor(outageIndex / 250)}.${outageIndex % 250}.7:${8_000 + outageIndex}`;
  const options = { n: outageIndex * failuresToOpen + failureNumber };
  if (logs !== 'access log') append('error', makeErrorRecord(at, refusedMessage, { peer, ...options }));
  if (logs !== 'error log')
    append(
      'access',
      makeAccessRecord(at, 502, [{ peer, status: '502', ms: 1 }], {
        group: `shop-${outageIndex}`,
        ...options,
      }),
    );
}
const refusedMessage = 'connect() failed (111: Connection refused)';
const listAlerts = (slack) =>
  slack.listMessages().filter(({ thread, versions }) => thread === null && isIncidentAlert(versions[0]));
const isIncidentAlert = (message) => String(message?.metadata?.event_payload['key']).startsWith('incident:');
/** The recovery message is posted in the thread of the alert. */
const hasRecovered = (slack, ts) =>
  slack.listMessages().some(({ thread, versions }) => thread === ts && versions[0]?.text.includes('Quiet'));
