import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../nginx-lab/ports.js';
import { createRandom } from '../random.js';
import { BotUnderFire } from './bot-under-fire.js';
import { countRequests, waitUntilCounted } from './count-requests.js';
import { startLoggingNginx } from './logging-nginx.js';
import { NumberedClients } from './numbered-clients.js';
import { Rotator } from './rotator.js';
/** Plays a row with the built program: numbered failing requests through nginx, rotations, and kills. */
export async function playRow(row, options) {
  const hasAccessLog = row.accessLog !== null;
  const random = createRandom(options.seed);
  const base = mkdtempSync(join(tmpdir(), 'badgateway-torture-'));
  const dir = join(base, 'logs');
  mkdirSync(dir);
  // The workers of nginx may write as another user.
  for (const directory of [base, dir]) chmodSync(directory, 0o755);
  const [port = 0, refusedPort = 0] = await findFreePorts(2);
  const nginx = await startLoggingNginx(dir, { port, refusedPort, accessLog: row.accessLog });
  const bot = new BotUnderFire(base, {
    LOGS: join(dir, '*.log'),
    ...(row.archives !== undefined && { ARCHIVES: join(dir, row.archives) }),
  });
  try {
    await bot.waitUntilFollowing();
    const clients = new NumberedClients(port);
    const rotator = new Rotator(dir, base, row, options.rotateEveryMs, random);
    const load = clients.send(options.requests, options.perSecond);
    rotator.start();
    await bot.killDuring(options, random);
    await load;
    await rotator.stop();
    const lateMs = await waitUntilCounted(base, hasAccessLog, clients.answered.size);
    return {
      ...countRequests(base, clients.answered, hasAccessLog),
      rotations: rotator.rotations,
      kills: options.kills,
      lateMs,
    };
  } finally {
    await bot.stop();
    await nginx.stop();
    if (process.env['KEEP'] === undefined) rmSync(base, { recursive: true, force: true });
    else console.log(base);
  }
}
