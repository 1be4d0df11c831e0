import { cut, oneLine } from '../base/printable.js';
import { formOf } from '../render/attachment.js';
import { csvText } from '../render/csv.js';
import type { Message } from '../render/message.js';
import type { Answer, Command, Context } from './answer.js';
import { owner } from './answers/assignee.js';
import { bundle } from './answers/bundle.js';
import { changes } from './answers/changes.js';
import { chart } from './answers/chart.js';
import { compare } from './answers/compare.js';
import { count } from './answers/count.js';
import { before } from './answers/earlier-incidents.js';
import { withRows } from './answers/file-notes.js';
import { fix } from './answers/fix.js';
import { helpOf, missingView, puzzledView, withFollowUps, withSlips } from './answers/help.js';
import { hint } from './answers/hint.js';
import { order } from './answers/instruction.js';
import { over } from './answers/is-over.js';
import { good } from './answers/last-success.js';
import { lines } from './answers/log-lines.js';
import { lacks } from './answers/missing-fields.js';
import { blame } from './answers/origin.js';
import { spread } from './answers/peer-spread.js';
import { rate } from './answers/rate.js';
import { recap } from './answers/recap.js';
import { report } from './answers/report.js';
import { share } from './answers/share.js';
import { silences } from './answers/silences.js';
import { status } from './answers/status.js';
import { trial } from './answers/threshold-trial.js';
import { top } from './answers/top.js';
import { unparsed } from './answers/unparsed.js';
import { normal } from './answers/usual.js';
import { why } from './answers/why.js';
import { understand } from './language/understand.js';
import type { Question, What } from './question.js';

/** One command for each kind of question. */
type Catalogue = { readonly [Kind in What['what']]: Command<Kind> };

/** The catalogue, in the order in which help tells of it. */
const catalogue: Catalogue = {
  status,
  why,
  fix,
  recap,
  over,
  owner,
  before,
  count,
  rate,
  top,
  share,
  compare,
  normal,
  chart,
  blame,
  spread,
  hint,
  changes,
  lines,
  good,
  report,
  trial,
  unparsed,
  lacks,
  order,
  silences,
  bundle,
  help: helpOf(() => commands),
};

/** What can be asked, in the order in which help tells of it. */
export const commands: readonly Pick<Command, 'what' | 'usage' | 'help'>[] = Object.values(catalogue);

/** The answer to what somebody said, in Slack or in a terminal, and what is to be done. Nothing said means: how do things stand? */
export function reply(text: string, context: Context): Answer {
  const understood = understand(text, context.ledger.names(), context);
  if (understood.name === 'puzzled') return { message: puzzledView(understood, commands) };
  const { question, slips } = understood;
  const { message, ...rest } = made(question, text, context);
  return { message: withSlips(message, slips), ...rest };
}

/** The answer as it was asked for: in words, with what can be asked next, or as a file beside them. */
function made(question: Question, text: string, context: Context): Answer {
  const { message, table, ...rest } = answered(question, context);
  const { what, form } = question;
  if (form === null) {
    const isCounted = counting.has(what);
    return { message: table === undefined ? message : withFollowUps(message, text, isCounted), ...rest };
  }
  if (form === 'csv' && table !== undefined) {
    const rows = table();
    const csv = {
      name: 'text',
      fileName: `${what}.csv`,
      title: cut(oneLine(text), titleCharsMax),
      text: csvText(rows),
    } as const;
    return { message: withRows(message, rows), file: csv };
  }
  if (rest.file !== undefined && formOf(rest.file) === form) return { message, ...rest };
  return { message: missingView(`This as ${form}`, ['top causes today as csv', 'report yesterday as html']) };
}

const titleCharsMax = 150;

/** Numbers that people want to see the lines behind. */
const counting: ReadonlySet<What['what']> = new Set(['count', 'rate', 'top', 'share']);

/** The same where nothing can be done. */
export const answer = (text: string, { user: _, ...context }: Context): Message =>
  reply(text, context).message;

function answered<Kind extends What['what']>(
  question: Extract<Question, { readonly what: Kind }>,
  context: Context,
): Answer {
  const kind: Kind = question.what;
  const command: Command<Kind> = catalogue[kind];
  return command.answer(question, context);
}
