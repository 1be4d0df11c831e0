import { type Action, splitAction } from './actions.js';
import { type Context, readContext } from './context.js';
import { type Head, readHead } from './header.js';
import { type Message, readMessage } from './read-message.js';
import { mended } from './repair-quotes.js';

/** A record, taken apart: head, message, action, context. */
export type Statement = {
  readonly head: Head;
  readonly message: Message;
  readonly action: Action | null;
  readonly context: Context;
  /** True when the message quotes what a client or a script wrote, and may end anywhere. */
  readonly isFreeText: boolean;
};

/** Takes a record apart, or returns undefined when it is not in nginx's form. */
export const readStatement = (record: string): Statement | undefined => {
  const text = mended(record);
  const statement = takeApart(text);
  if (!text.includes('\n')) return inForm(statement);
  // A terminal may have broken the line within a word.
  const joined = takeApart(text.replace(/\r?\n/g, ''));
  return inForm(tellsMore(joined, statement) ? joined : statement);
};

const tellsMore = (one: Statement, other: Statement): boolean =>
  one.message.isKnown === other.message.isKnown
    ? one.context.values.size > other.context.values.size && !one.isFreeText
    : one.message.isKnown;

/** Messages that begin like this hold text from outside. */
const freeText =
  /(?:FastCGI sent in |(?:stream )?\[|ModSecurity:|NAXSI_|PHP message:|js: |open\(\) "|stat\(\) "|user "|"|directory index of )/y;

function takeApart(text: string): Statement {
  const head = readHead(text);
  freeText.lastIndex = head.end;
  const isFreeText = freeText.test(text);
  const context = readContext(text, head.end, isFreeText);
  const region = withoutCutName(text.slice(head.end, context.start));
  const { message, action } = splitAction(region, context.values.size > 0);
  const read = readMessage(message);
  if (read.isKnown || action === null) return { head, message: read, action, context, isFreeText };
  // What looks like an action may belong to the message.
  const whole = readMessage(region);
  return whole.isKnown
    ? { head, message: whole, action: null, context, isFreeText }
    : { head, message: read, action, context, isFreeText };
}

/** `..., clie` at the end is a name that was cut off. */
const withoutCutName = (region: string): string => region.replace(/,\s*[a-z]{0,6}:?\s*$/, '').trimEnd();

/** Without a head, only what is nginx's beyond doubt is nginx's. */
function inForm(statement: Statement): Statement | undefined {
  const { head, message, action, context } = statement;
  const hasHead = head.level !== null && (head.pid !== null || head.connection !== null || head.isConsole);
  if (hasHead) return statement;
  const hasContext = context.values.size > 0;
  const isTold = action !== null || hasContext || head.level !== null;
  if (message.isKnown) return isTold || isTelling(message) ? statement : undefined;
  const isFragment = message.text.length <= fragmentCharsMax && !message.text.includes('"');
  return isFragment && action !== null && !action.isCut && (hasContext || action.side === 'upstream')
    ? statement
    : undefined;
}

/** More than this before an action is no message that lost its head, but another kind of line. */
const fragmentCharsMax = 200;

/** A message that nobody else writes: a failure, in more words than an errno. */
const isTelling = ({ meaning, tokens }: Message): boolean => meaning.says === 'failure' && tokens.length > 1;
