import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBot, waitForOutput } from '../crash/bot.js';
import { waitFor } from '../fake-slack/users.js';
import { hasLooked } from './count-requests.js';
/** Follows logs with the built program, and kills it while they are written. */
export class BotUnderFire {
  #base;
  #environment;
  #bot;
  /** `base` is the directory of its database; `environment` says at least what to follow. */
  constructor(base, environment) {
    this.#base = base;
    this.#environment = { DATABASE: join(base, 'bot.db'), HISTORY_H: '0', WEB_PORT: '0', ...environment };
    this.#bot = startBot(this.#environment, base);
  }
  /** Resolves once it has looked at the logs, so that what is written from then on is new. */
  async waitUntilFollowing() {
    await waitForOutput(this.#bot, 'Following');
    await waitFor(() => hasLooked(this.#base) || undefined, 'the first look', 20_000);
  }
  /** Kills it at random moments of the load, and starts it again some time later. */
  async killDuring({ requests, perSecond, kills, downMsMax }, random) {
    const upMs = Math.max(200, (requests / perSecond) * 1_000 - (kills * downMsMax) / 2);
    for (let kill = 0; kill < kills; kill++) {
      await sleep(random(Math.ceil((2 * upMs) / (kills + 1))));
      await this.#bot.kill();
      await sleep(random(downMsMax));
      this.#bot = startBot(this.#environment, this.#base);
    }
  }
  async stop() {
    await this.#bot.kill();
  }
}
