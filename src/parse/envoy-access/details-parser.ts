import rules from '../../grammars/envoy-details.js';
import { shapeParser } from '../shape/parse-shape.js';
import { planCache } from '../shape/plan-cache.js';
import { keyring, type Token } from '../shape/token.js';
import { isDetailsPlan } from './details-grammar.js';

/** `%RESPONSE_CODE_DETAILS%` taken apart: `name{reason|transport}`. What is not there is empty. */
export type Details = { readonly name: string; readonly reason: string; readonly transport: string };

/** Takes the details apart. Text that the grammar does not know keeps its name alone. */
export function detailsIn(details: string): Details {
  const tokens = tokensOf(details);
  const textOf = (index: number | null | undefined): string => {
    const token = index === null || index === undefined ? undefined : tokens[index];
    return token === undefined ? '' : details.slice(token.start, token.end);
  };
  const plan = planOf(tokens.map(({ key }) => key));
  return { name: textOf(plan?.name ?? 0), reason: textOf(plan?.reason), transport: textOf(plan?.transport) };
}

const planOf = planCache(shapeParser(rules, isDetailsPlan));

const key = keyring();
const text = key('text');

/** A name; in brackets behind it the text up to the first separator, that separator, and all the rest as one. */
function tokensOf(details: string): readonly Token[] {
  const tokens: Token[] = [];
  const add = (start: number, end: number, mark?: string) => {
    if (end > start) tokens.push({ key: mark === undefined ? text : key('mark', mark), start, end });
  };
  const open = details.search(/[{(]/);
  if (open === -1) return [{ key: text, start: 0, end: details.length }];
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
    const at = open + 1 + separator;
    add(open + 1, at);
    add(at, at + 1, details[at]);
    add(at + 1, end);
  }
  add(end, details.length, closing);
  return tokens;
}
