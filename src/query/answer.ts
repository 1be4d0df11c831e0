import type { Clock } from '../base/calendar.js';
import type { Incident } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';
import type { Attachment } from '../render/attachment.js';
import type { CsvTable } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Repository } from '../report/repository.js';
import type { OperatorAction } from './action.js';
import type { Question, QuestionKind } from './question.js';

/** How one kind of question is answered, in Slack and in the terminal alike. An entry of the catalogue in `commands/`. */
export type QuestionHandler<Kind extends QuestionKind['type'] = QuestionKind['type']> = {
  readonly type: Kind;
  /** How to say it: `top [causes|upstreams] [last 24h]`. */
  readonly usage: string;
  /** What one gets, in one line. */
  readonly help: string;
  readonly answer: (question: QuestionOf<Kind>, context: AnswerContext) => Answer;
};

/** A question of one kind. */
export type QuestionOf<Kind extends QuestionKind['type']> = Extract<Question, { readonly type: Kind }>;

/** What is said, what is to be done before it is said, and the file that goes with it. */
export type Answer = {
  readonly message: Message;
  readonly action?: OperatorAction;
  readonly file?: Attachment;
  /** The same as rows, for those who want to go on counting. */
  readonly table?: () => CsvTable;
};

/** What an answer is made from. */
export type AnswerContext = Clock & {
  readonly repository: Repository;
  /** Who asks: a Slack user id. Without one nothing can be changed. */
  readonly user?: string;
  /** What the channel does not want to hear. */
  readonly silences?: readonly Silence[];
  /** Where the incident's message stands, if anywhere. */
  readonly incidentUrl?: (incident: Incident) => string | undefined;
};
