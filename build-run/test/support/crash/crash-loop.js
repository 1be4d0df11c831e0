import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../../../src/base/duration.js';
import { countFailures } from '../../../src/incidents/incident.js';
import { openStoreReader } from '../../../src/storage/store.js';
import { startFakeSlack } from '../fake-slack/index.js';
import { createRandom } from '../random.js';
import { startBot, waitForOutput } from './bot.js';
import { NumberedLog, numberedLogFormat, parseLineNumber } from './numbered-log.js';

const killDelayMsMax = 1_000;
const settleTimeoutMs = 60_000;
/** Kills the bot repeatedly while a log is written and rotated, then accounts for every line. */
export async function runCrashLoop({ kills, seed }) {
  const random = createRandom(seed);
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-crash-'));
  const slack = await startFakeSlack();
  const log = new NumberedLog(join(dir, 'access.log'), random);
  const start = () => startBot(buildEnvironment(dir, slack), dir);
  try {
    await discoverLog(start());
    log.start();
    for (let i = 0; i < kills; i++) {
      const bot = start();
      // On a slow machine no process would live long enough to read, and the oldest files would go unread.
      if (i % 4 === 0) await waitForOutput(bot, 'Following');
      await killAtRandom(bot, slack, random);
    }
    log.stop();
    const bot = start();
    await waitUntilSettled(dir, log, slack);
    await bot.stop();
    return { ...buildReport(dir, log, slack), kills };
  } finally {
    log.close();
    await slack.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
const buildEnvironment = (dir, slack) => ({
  LOGS: join(dir, '*.log'),
  NGINX_LOG_FORMAT: numberedLogFormat,
  // No fault may end before its alert is posted.
  QUIET_S: '86400',
  DATABASE: join(dir, 'badgateway.db'),
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_APP_TOKEN: slack.tokens.app,
  SLACK_CHANNEL: slack.channel,
  SLACK_API_URL: slack.apiUrl,
});
/** The very first start reads each log from its end, so the bot has to find this log while it is empty. */
async function discoverLog(bot) {
  await waitForOutput(bot, 'Following');
  await sleep(500);
  await bot.stop();
}
/** Kills the bot at a random moment; in a third of cases just after a call to Slack, when most work is in flight. */
async function killAtRandom(bot, slack, random) {
  const countCalls = () => slack.listCalls('chat.postMessage').length + slack.listCalls('chat.update').length;
  const before = countCalls();
  const deadline = performance.now() + 150 + random(killDelayMsMax - 150);
  const afterCall = random(3) === 0;
  while (performance.now() < deadline && !(afterCall && countCalls() > before)) await sleep(1);
  if (afterCall) await sleep(random(12));
  if (!bot.isRunning()) throw new Error(`the bot stopped by itself: ${bot.output()}`);
  await bot.kill();
}
async function waitUntilSettled(dir, log, slack) {
  const isSettled = () => {
    const { lineCountError, missingAlerts } = buildReport(dir, log, slack);
    return lineCountError === 0 && missingAlerts.length === 0;
  };
  for (const deadline = performance.now() + settleTimeoutMs; performance.now() < deadline && !isSettled(); )
    await sleep(500);
}
function buildReport(dir, log, slack) {
  const repository = openStoreReader(join(dir, 'badgateway.db'));
  const now = Date.now();
  const span = { from: now - dayMs, to: now + dayMs };
  const lineCounts = new Map();
  for (const { request } of repository.allFailures(span)) {
    const number = parseLineNumber(request?.target) ?? -1;
    lineCounts.set(number, (lineCounts.get(number) ?? 0) + 1);
  }
  const numbers = Array.from({ length: log.written }, (_, number) => number);
  const keys = slack.listMessages().filter(isChannelMessage).map(getMessageKey);
  const incidents = repository.incidents(span);
  const sum = (counts) => counts.reduce((total, count) => total + count, 0);
  const report = {
    written: log.written,
    rotations: log.rotations,
    incidents: incidents.length,
    posts: keys.length,
    lost: numbers.filter((number) => !lineCounts.has(number)),
    repeated: [...lineCounts].filter(([number, count]) => count > 1 || number < 0).map(([number]) => number),
    lineCountError: sum(repository.coverage().map(({ lines }) => lines)) - log.written,
    minuteCountError: repository.totals(span).failures - log.written,
    incidentCountError: sum(incidents.map(countFailures)) - log.written,
    duplicateAlerts: keys.filter((key, i) => keys.indexOf(key) !== i),
    missingAlerts: incidents.map(({ id }) => `incident:${id}`).filter((key) => !keys.includes(key)),
    slackFaults: [...slack.violations],
  };
  repository.close();
  return report;
}
const isChannelMessage = ({ thread }) => thread === null;
const getMessageKey = ({ versions }) => String(versions[0]?.metadata?.event_payload['key']);
