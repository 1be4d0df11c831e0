import type { Act } from './act.js';
import type { Clock } from './calendar.js';
import type { Incident } from './incident.js';
import type { Ledger } from './ledger.js';
import type { Message } from './message.js';
import type { Question, What } from './question.js';
import type { Silence } from './silence.js';

/** How one kind of question is answered, in Slack and in the terminal alike. An entry of the catalogue in `commands/`. */
export type Command<Kind extends What['what'] = What['what']> = {
  readonly what: Kind;
  /** How to say it: `top [causes|upstreams] [last 24h]`. */
  readonly usage: string;
  /** What one gets, in one line. */
  readonly help: string;
  readonly answer: (question: Asked<Kind>, context: Context) => Answer;
};

/** A question of one kind. */
export type Asked<Kind extends What['what']> = Extract<Question, { readonly what: Kind }>;

/** What is said, and what is to be done before it is said. */
export type Answer = { readonly message: Message; readonly act?: Act };

/** What an answer is made from. */
export type Context = Clock & {
  readonly ledger: Ledger;
  /** Who asks: a Slack user id. Without one nothing can be changed. */
  readonly user?: string;
  /** What the channel does not want to hear. */
  readonly silences?: readonly Silence[];
  /** Where the incident's message stands, if anywhere. */
  readonly incidentUrl?: (incident: Incident) => string | undefined;
};
