import { findingsIn } from '../../health/checks.js';
import { noDoubts, type Turn, turnsOf } from '../../health/hysteresis.js';
import { healthLine, healthView } from '../../health/message.js';
import { literalOf } from '../../render/rich-text.js';
import type { Store } from '../../storage/store.js';
import type { Looked } from '../../tail/tailer.js';
import type { ProgramLog } from '../log.js';

type Options = { readonly zone: string; readonly log: ProgramLog; readonly startedAt: number };

/** Looks at the bot itself from time to time, and tells once what is wrong and once that it is over. */
export class CheckUp {
  readonly #store: Pick<Store, 'vitals' | 'ailments' | 'saveTurn'>;
  readonly #options: Options;
  #doubts = noDoubts;
  #caughtUpAt: number | null = null;

  constructor(store: Pick<Store, 'vitals' | 'ailments' | 'saveTurn'>, options: Options) {
    this.#store = store;
    this.#options = options;
  }

  /** Hears of each look at the logs. */
  looked({ more }: Pick<Looked, 'more'>, now: number): void {
    if (!more) this.#caughtUpAt = now;
  }

  /** `followed`: the paths that `LOGS` means now. */
  look(followed: ReadonlySet<string>, now: number): void {
    const { startedAt } = this.#options;
    // Up to any time: a clock that was set back must not hide what was told.
    const known = this.#store.ailments({ from: now - rememberedMs, to: Number.MAX_SAFE_INTEGER });
    const vitals = { ...this.#store.vitals(now), followed, startedAt, caughtUpAt: this.#caughtUpAt };
    const standing = known.filter(({ endedAt }) => endedAt === null);
    const { turns, doubts } = turnsOf(findingsIn(vitals, standing, now), known, this.#doubts, now);
    for (const turn of turns) this.#tell(turn, now);
    this.#doubts = doubts;
  }

  #tell(turn: Turn, now: number): void {
    const { zone, log } = this.#options;
    const clock = { now, zone };
    this.#store.saveTurn(turn, healthView(turn.ailment, clock), now);
    const line = literalOf(healthLine(turn.ailment, clock));
    if (turn.name === 'ended') log.info(line);
    else log.warn(line);
  }
}

/** Longer than what comes back is taken for the same. */
const rememberedMs = 86_400_000;
