import type { Answer, Command, Context } from '../command.js';
import { formOf } from '../enclosure.js';
import type { Message } from '../message.js';
import { cut, oneLine } from '../printable.js';
import { understand } from '../question/understand.js';
import type { Question, What } from '../question.js';
import { csvText } from '../views/csv.js';
import { withRows } from '../views/file-answer.js';
import { puzzledView, withFollowUps, withSlips } from '../views/help.js';
import { missingView } from '../views/missing.js';
import { before } from './before.js';
import { blame } from './blame.js';
import { bundle } from './bundle.js';
import { changes } from './changes.js';
import { chart } from './chart.js';
import { compare } from './compare.js';
import { count } from './count.js';
import { fix } from './fix.js';
import { good } from './good.js';
import { helpOf } from './help.js';
import { hint } from './hint.js';
import { lacks } from './lacks.js';
import { lines } from './lines.js';
import { normal } from './normal.js';
import { order } from './order.js';
import { over } from './over.js';
import { owner } from './owner.js';
import { rate } from './rate.js';
import { recap } from './recap.js';
import { report } from './report.js';
import { share } from './share.js';
import { silences } from './silences.js';
import { spread } from './spread.js';
import { status } from './status.js';
import { top } from './top.js';
import { trial } from './trial.js';
import { unparsed } from './unparsed.js';
import { why } from './why.js';

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
