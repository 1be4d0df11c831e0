import { splitAction } from './actions.js';
import { parseContext } from './context.js';
import { parseHeader } from './header.js';
import { parseMessage } from './read-message.js';
/** Splits a record into its parts; undefined if it is not an nginx error record. */
export const splitRecord = (record) => {
  const text = repairQuotes(record);
  const parts = splitParts(text);
  const isWrapped = text.includes('\n') || blankRun.test(text);
  if (!isWrapped) return acceptNginxRecord(parts);
  // A terminal may have broken the line within a word, or a copy of its screen kept the blanks up to its edge.
  const joined = splitParts(text.replace(/\r?\n| {5,}/g, ''));
  return acceptNginxRecord(isMoreComplete(joined, parts) ? joined : parts);
};
const blankRun = / {5}/;
/** Restores quotation marks that forums, web pages or JSON changed in a pasted record. */
function repairQuotes(record) {
  let text = record;
  if (/[“”„]/.test(text)) text = text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
  if (/&quot;|&#34;/.test(text))
    text = text.replace(/&(?:quot|#34|amp|lt|gt|#39|apos);/g, (entity) => entities.get(entity) ?? entity);
  if (/: \\"/.test(text)) text = text.replace(/\\(["\\])/g, '$1');
  return text;
}
const entities = new Map([
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#39;', "'"],
  ['&apos;', "'"],
]);
const isMoreComplete = (a, b) =>
  a.message.isKnown === b.message.isKnown
    ? a.context.values.size > b.context.values.size && !a.isFreeText
    : a.message.isKnown;
/** Messages that start like this contain text from outside. */
const freeTextPattern =
  /(?:FastCGI sent in |(?:stream )?\[|ModSecurity:|NAXSI_|PHP message:|js: |open\(\) "|stat\(\) "|user "|"|directory index of )/y;
function splitParts(text) {
  const header = parseHeader(text);
  freeTextPattern.lastIndex = header.end;
  const isFreeText = freeTextPattern.test(text);
  const context = parseContext(text, header.end, isFreeText);
  const region = stripCutName(text.slice(header.end, context.start));
  const { message, action } = splitAction(region, context.values.size > 0);
  const parsed = parseMessage(message);
  if (parsed.isKnown || action === null) return { header, message: parsed, action, context, isFreeText };
  // The apparent action may be part of the message.
  const parsedRegion = parseMessage(region);
  return parsedRegion.isKnown
    ? { header, message: parsedRegion, action: null, context, isFreeText }
    : { header, message: parsed, action, context, isFreeText };
}
/** Removes a truncated field name from the end, as in `..., clie`. */
const stripCutName = (region) => region.replace(/,\s*[a-z]{0,6}:?\s*(?:\$|>|…|\.{3})?\s*$/, '').trimEnd();
/** Without a header, accepts only text that nginx certainly wrote. */
function acceptNginxRecord(parts) {
  const { header, message, action, context } = parts;
  const hasHeader =
    header.level !== null && (header.pid !== null || header.connection !== null || header.isConsole);
  if (hasHeader) return parts;
  const hasContext = context.values.size > 0;
  const hasEvidence = action !== null || hasContext || header.level !== null;
  if (message.isKnown) return hasEvidence || isDistinctive(message) ? parts : undefined;
  const isFragment = message.text.length <= fragmentCharsMax && !message.text.includes('"');
  return isFragment && action !== null && !action.isCut && (hasContext || action.side === 'upstream')
    ? parts
    : undefined;
}
/** A longer text before an action is not a message without its header, but some other line. */
const fragmentCharsMax = 200;
/** True for messages that only nginx writes: a failure, in more words than an errno. */
const isDistinctive = ({ meaning, tokens }) => meaning.type === 'failure' && tokens.length > 1;
