import type { Clock } from '../base/calendar.js';
import type { Incident } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';
import type { CsvTable } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Repository } from '../report/repository.js';
import type { OperatorAction } from './action.js';
import type { Attachment } from './attachment.js';
import type { AnyQuestionKind, QuestionSyntax } from './language/question-syntax.js';
import type { QuestionScope } from './question.js';

/**
 * One kind of question: how people ask it, and its answer in Slack and in a terminal alike. Each file of `answers/`
 * holds one. `Other` are the kinds that its phrases turn out to ask in some sentences.
 */
export type QuestionHandler<
  Kind extends AnyQuestionKind,
  Other extends AnyQuestionKind = never,
> = QuestionSyntax<Kind | Other> & {
  readonly type: Kind['type'];
  /** How to ask it: `top [causes|upstreams] [last 24h]`. */
  readonly usage: string;
  /** What the answer is, in one line. */
  readonly help: string;
  /** The answer is a number of failures, so a button offers the lines behind it. */
  readonly countsFailures?: true;
  readonly answer: (question: QuestionScope & Kind, context: AnswerContext) => Answer;
} & ({ readonly type: Kind['type'] } extends Kind
    ? unknown
    : Required<Pick<QuestionSyntax<Kind | Other>, 'interpret'>> | { readonly phrases: readonly [] });

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
