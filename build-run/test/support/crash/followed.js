import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStoreReader } from '../../../src/storage/store.js';
import { waitFor } from '../fake-slack/users.js';
import { startBot, waitForOutput } from './bot.js';
import { makeRefusedLines } from './refused-lines.js';

const settleTimeoutMs = 20_000;
/** A directory with a single error log, and a built bot that follows it. */
export class FollowedLog {
  directory;
  logPath;
  databasePath;
  #extraEnvironment;
  #wrapper;
  #bot;
  #written = 0;
  /** `extraEnvironment` may move the database elsewhere; `wrapper` is a command that runs the bot. */
  constructor(extraEnvironment = {}, wrapper = []) {
    this.#wrapper = wrapper;
    this.directory = mkdtempSync(join(tmpdir(), 'badgateway-followed-'));
    this.logPath = join(this.directory, 'error.log');
    this.databasePath = extraEnvironment['DATABASE'] ?? join(this.directory, 'badgateway.db');
    this.#extraEnvironment = extraEnvironment;
    writeFileSync(this.logPath, '');
  }
  get environment() {
    return { LOGS: join(this.directory, '*.log'), DATABASE: this.databasePath, ...this.#extraEnvironment };
  }
  get bot() {
    if (this.#bot === undefined) throw new Error('start it first');
    return this.#bot;
  }
  /** Resolves once the bot has found the log, so that later lines count as new. */
  async start() {
    this.#bot = startBot(this.environment, this.directory, this.#wrapper);
    await waitForOutput(this.#bot, 'Following');
    await waitFor(
      () => this.query((repository) => repository.coverage().length > 0),
      'the first look',
      settleTimeoutMs,
    );
    return this.#bot;
  }
  /** Appends this many failed requests to the log. */
  append(count) {
    appendFileSync(this.logPath, makeRefusedLines(count, this.#written));
    this.#written += count;
  }
  /** Waits until every written failure is counted. */
  async waitUntilCounted() {
    await waitFor(() => this.countFailures() === this.#written, `${this.#written} failures`, settleTimeoutMs);
  }
  countFailures() {
    return (
      this.query((repository) => repository.totals({ from: 0, to: Date.now() + 86_400_000 }).failures) ?? 0
    );
  }
  /** Runs a query; undefined if there is no database yet. */
  query(runQuery) {
    if (!existsSync(this.databasePath)) return undefined;
    const repository = openStoreReader(this.databasePath);
    try {
      return runQuery(repository);
    } finally {
      repository.close();
    }
  }
  async dispose() {
    await this.#bot?.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
