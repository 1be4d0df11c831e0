import type { Clock } from '../base/calendar.js';
import type { Incident } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';
import type { Enclosure } from '../render/attachment.js';
import type { Table } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Ledger } from '../report/repository.js';
import type { Act } from './action.js';
import type { Question, What } from './question.js';

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

/** What is said, what is to be done before it is said, and the file that goes with it. */
export type Answer = {
  readonly message: Message;
  readonly act?: Act;
  readonly file?: Enclosure;
  /** The same as rows, for those who want to go on counting. */
  readonly table?: () => Table;
};

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
