import { type Action, splitAction } from './actions.js';
import { parseContext, type RecordContext } from './context.js';
import { parseHeader, type RecordHeader } from './header.js';
import { type ParsedMessage, parseMessage } from './read-message.js';
import { repairQuotes } from './repair-quotes.js';

/** A record, taken apart: head, message, action, context. */
export type RecordParts = {
  readonly header: RecordHeader;
  readonly message: ParsedMessage;
  readonly action: Action | null;
  readonly context: RecordContext;
  /** True when the message quotes what a client or a script wrote, and may end anywhere. */
  readonly isFreeText: boolean;
};

/** Takes a record apart, or returns undefined when it is not in nginx's form. */
export const splitRecord = (record: string): RecordParts | undefined => {
  const text = repairQuotes(record);
  const parts = splitParts(text);
  if (!text.includes('\n')) return acceptNginxRecord(parts);
  // A terminal may have broken the line within a word.
  const joined = splitParts(text.replace(/\r?\n/g, ''));
  return acceptNginxRecord(isMoreComplete(joined, parts) ? joined : parts);
};

const isMoreComplete = (a: RecordParts, b: RecordParts): boolean =>
  a.message.isKnown === b.message.isKnown
    ? a.context.values.size > b.context.values.size && !a.isFreeText
    : a.message.isKnown;

/** Messages that begin like this hold text from outside. */
const freeTextPattern =
  /(?:FastCGI sent in |(?:stream )?\[|ModSecurity:|NAXSI_|PHP message:|js: |open\(\) "|stat\(\) "|user "|"|directory index of )/y;

function splitParts(text: string): RecordParts {
  const header = parseHeader(text);
  freeTextPattern.lastIndex = header.end;
  const isFreeText = freeTextPattern.test(text);
  const context = parseContext(text, header.end, isFreeText);
  const region = stripCutName(text.slice(header.end, context.start));
  const { message, action } = splitAction(region, context.values.size > 0);
  const parsed = parseMessage(message);
  if (parsed.isKnown || action === null) return { header, message: parsed, action, context, isFreeText };
  // What looks like an action may belong to the message.
  const parsedRegion = parseMessage(region);
  return parsedRegion.isKnown
    ? { header, message: parsedRegion, action: null, context, isFreeText }
    : { header, message: parsed, action, context, isFreeText };
}

/** `..., clie` at the end is a name that was cut off. */
const stripCutName = (region: string): string => region.replace(/,\s*[a-z]{0,6}:?\s*$/, '').trimEnd();

/** Without a head, only what is nginx's beyond doubt is nginx's. */
function acceptNginxRecord(parts: RecordParts): RecordParts | undefined {
  const { header, message, action, context } = parts;
  const hasHead =
    header.level !== null && (header.pid !== null || header.connection !== null || header.isConsole);
  if (hasHead) return parts;
  const hasContext = context.values.size > 0;
  const hasEvidence = action !== null || hasContext || header.level !== null;
  if (message.isKnown) return hasEvidence || isDistinctive(message) ? parts : undefined;
  const isFragment = message.text.length <= fragmentCharsMax && !message.text.includes('"');
  return isFragment && action !== null && !action.isCut && (hasContext || action.side === 'upstream')
    ? parts
    : undefined;
}

/** More than this before an action is no message that lost its head, but another kind of line. */
const fragmentCharsMax = 200;

/** A message that nobody else writes: a failure, in more words than an errno. */
const isDistinctive = ({ meaning, tokens }: ParsedMessage): boolean =>
  meaning.type === 'failure' && tokens.length > 1;
