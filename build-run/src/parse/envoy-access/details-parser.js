import rules from '../../grammars/envoy-details.js';
import { createShapeParser } from '../shape/parse-shape.js';
import { createPlanCache } from '../shape/plan-cache.js';
import { createTokenKinds } from '../shape/token.js';
import { isDetailsPlan } from './details-grammar-actions.js';
/** Parses the details. If the grammar does not match, only the name is set. */
export function parseDetails(details) {
  const tokens = tokenizeDetails(details);
  const readText = (index) => {
    const token = index === null || index === undefined ? undefined : tokens[index];
    return token === undefined ? '' : details.slice(token.start, token.end);
  };
  const plan = findDetailsPlan(tokens.map(({ kind }) => kind));
  return {
    name: readText(plan?.name ?? 0),
    reason: readText(plan?.reason),
    transport: readText(plan?.transport),
  };
}
const findDetailsPlan = createPlanCache(createShapeParser(rules, isDetailsPlan));
const tokenKind = createTokenKinds();
const textKind = tokenKind('text');
/** Tokens: the name, then in brackets the text up to the first separator, the separator, and the remainder. */
function tokenizeDetails(details) {
  const tokens = [];
  const add = (start, end, mark) => {
    if (end > start)
      tokens.push({ kind: mark === undefined ? textKind : tokenKind('mark', mark), start, end });
  };
  const open = details.search(/[{(]/);
  if (open === -1) return [{ kind: textKind, start: 0, end: details.length }];
  const bracket = details[open];
  const closing = bracket === '{' ? '}' : ')';
  const end = details.endsWith(closing) ? details.length - 1 : details.length;
  const inner = details.slice(open + 1, end);
  const separator = bracket === '{' ? inner.search(/[|,]/) : -1;
  add(0, open);
  add(open, open + 1, bracket);
  if (separator === -1) {
    add(open + 1, end);
  } else {
    const separatorStart = open + 1 + separator;
    add(open + 1, separatorStart);
    add(separatorStart, separatorStart + 1, details[separatorStart]);
    add(separatorStart + 1, end);
  }
  add(end, details.length, closing);
  return tokens;
}
