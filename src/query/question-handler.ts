import type { Clock } from '../base/calendar.js';
import type { Incident } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';
import type { DecoderOptions } from '../parse/decoder.js';
import type { CsvTable } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Repository } from '../report/repository.js';
import type { Attachment } from './attachment.js';
import type { AnyQuestionKind, QuestionSyntax } from './language/question-syntax.js';
import type { OperatorAction } from './operator-action.js';
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
  /** An example to type: `top [causes|upstreams] [last 24h]`. */
  readonly usage: string;
  /** The answer in one line, for `help`. */
  readonly help: string;
  /** The answer is a number of failures, so a button offers the lines behind it. */
  readonly countsFailures?: true;
  readonly answer: (question: QuestionScope & Kind, context: AnswerContext) => Answer;
} & ({ readonly type: Kind['type'] } extends Kind
    ? unknown
    : Required<Pick<QuestionSyntax<Kind | Other>, 'interpret'>> | { readonly phrases: readonly [] });

/** The reply to a question. The action, if there is one, is applied before the message is sent. */
export type Answer = {
  readonly message: Message;
  readonly action?: OperatorAction;
  readonly file?: Attachment;
  /** The same data as rows, for `as csv`. */
  readonly table?: () => CsvTable;
};

/** Everything that an answer is made from. */
export type AnswerContext = Clock & {
  readonly repository: Repository;
  /** How pasted records are read. Without it, with the formats that people use widely. */
  readonly decoderOptions?: DecoderOptions;
  /** Slack id of the user who asks. Without it, nothing can be changed. */
  readonly user?: string;
  /** Silences that are active or scheduled. */
  readonly silences?: readonly Silence[];
  /** Link to the message of an incident; undefined if it has none. */
  readonly incidentUrl?: (incident: Incident) => string | undefined;
};
