import compiled from '../../grammars/envoy-details.js';
import { type Token, tokenParser } from './token-parser.js';

/** `%RESPONSE_CODE_DETAILS%` taken apart: `name{reason|transport}`. What is not there is empty. */
export type Details = { readonly name: string; readonly reason: string; readonly transport: string };

/** Takes the details apart. Text that the grammar does not know keeps its name alone. */
export function detailsIn(text: string): Details {
  if (!/[{(]/.test(text)) return { name: text, reason: '', transport: '' };
  const tokens = tokensOf(text.slice(0, charsMax));
  const parsed = parse(tokens);
  if (!parsed) return { name: tokens[0]?.value ?? '', reason: '', transport: '' };
  return { name: parsed.name.value, reason: joined(parsed.reason), transport: joined(parsed.transport) };
}

type Parsed = {
  readonly name: Token;
  readonly reason: readonly Token[];
  readonly transport: readonly Token[];
};
const parse = tokenParser<Parsed>(compiled);

/** Longer details hold a configuration's own words; their beginning tells all that is known here. */
const charsMax = 1024;

const tokensOf = (text: string): readonly Token[] =>
  (text.match(/[{}()|,]|[^{}()|,]+/g) ?? []).map((value) => ({
    type: /^[{}()|,]$/.test(value) ? 'mark' : 'word',
    value,
  }));

const joined = (tokens: readonly Token[]) => tokens.map(({ value }) => value).join('');
