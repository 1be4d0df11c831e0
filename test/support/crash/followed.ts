import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Reader } from '../../../src/storage/store.js';
import { eventually } from '../fake-slack/users.js';
import { type Bot, startBot, untilSaid } from './bot.js';
import { refusals } from './refused-lines.js';

const settledWithinMs = 20_000;

/** A directory with one error log, and the built program that follows it. */
export class Followed {
  readonly directory: string;
  readonly log: string;
  readonly database: string;
  readonly #more: Readonly<Record<string, string>>;
  readonly #through: readonly string[];
  #bot: Bot | undefined;
  #written = 0;

  /** `more` is added to its environment; the database may live somewhere else. It may be started through a program. */
  constructor(more: Readonly<Record<string, string>> = {}, through: readonly string[] = []) {
    this.#through = through;
    this.directory = mkdtempSync(join(tmpdir(), 'badgateway-followed-'));
    this.log = join(this.directory, 'error.log');
    this.database = more['DATABASE'] ?? join(this.directory, 'badgateway.db');
    this.#more = more;
    writeFileSync(this.log, '');
  }

  get environment(): Readonly<Record<string, string>> {
    return { LOGS: join(this.directory, '*.log'), DATABASE: this.database, ...this.#more };
  }

  get bot(): Bot {
    if (this.#bot === undefined) throw new Error('start it first');
    return this.#bot;
  }

  /** Resolves once it has met the log: what is written from now on is new. */
  async start(): Promise<Bot> {
    this.#bot = startBot(this.environment, this.directory, this.#through);
    await untilSaid(this.#bot, 'Following');
    await eventually(
      () => this.ask((ledger) => ledger.coverage().length > 0),
      'the first look',
      settledWithinMs,
    );
    return this.#bot;
  }

  /** Further requests fail. */
  append(count: number): void {
    appendFileSync(this.log, refusals(count, this.#written));
    this.#written += count;
  }

  /** Waits until all that was written is counted. */
  async untilCounted(): Promise<void> {
    await eventually(() => this.failures() === this.#written, `${this.#written} failures`, settledWithinMs);
  }

  failures(): number {
    return this.ask((ledger) => ledger.totals({ from: 0, to: Date.now() + 86_400_000 }).failures) ?? 0;
  }

  /** Undefined while there is no database. */
  ask<Answer>(question: (ledger: Reader) => Answer): Answer | undefined {
    if (!existsSync(this.database)) return undefined;
    const ledger = openLedger(this.database);
    try {
      return question(ledger);
    } finally {
      ledger.close();
    }
  }

  async end(): Promise<void> {
    await this.#bot?.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
