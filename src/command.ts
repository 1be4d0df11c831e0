import type { Clock } from './calendar.js';
import type { Incident } from './incident.js';
import type { Ledger } from './ledger.js';
import type { Message } from './message.js';

/** Something that people can ask, in Slack and in the terminal alike. An entry of the catalogue in `commands/`. */
export type Command = {
  readonly name: string;
  /** How to say it: `top [causes|upstreams] [last 24h]`. */
  readonly usage: string;
  /** What one gets, in one line. */
  readonly help: string;
  /** Words and shapes of words that it takes after its name. Anything else is asked back. */
  readonly understands: readonly (string | RegExp)[];
  readonly answer: (words: readonly string[], context: Context) => Message;
};

/** What an answer is made from. */
export type Context = Clock & {
  readonly ledger: Ledger;
  /** Where the incident's message stands, if anywhere. */
  readonly incidentUrl?: (incident: Incident) => string | undefined;
};
