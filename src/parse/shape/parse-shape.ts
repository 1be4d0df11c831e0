/**
 * Parses the shape of a record, the sequence of its token kinds, with a nearley grammar. A grammar never sees text, so the
 * parse of a shape is valid for every record of that shape and `plan-cache.ts` can remember it.
 */

import type { CompiledRules } from 'nearley';
import nearley from 'nearley';
import { NoParseError, shapeLexer } from './nearley-adapter.js';
import type { TokenKind } from './token.js';

/**
 * Result of parsing a shape: the plan, or the number of leading tokens that no sentence of the grammar starts with.
 * `parseCount` is 1 for every sentence of an unambiguous grammar.
 */
export type ShapeParse<Plan> =
  | { readonly plan: Plan | undefined; readonly parseCount: number }
  | { readonly failedIndex: number };

/** Creates a parser for a grammar over token kinds. */
export const createShapeParser = <Plan>(
  rules: CompiledRules,
  isPlan: (value: unknown) => value is Plan,
): ((shape: readonly TokenKind[]) => ShapeParse<Plan>) => {
  const grammar = nearley.Grammar.fromCompiled(rules);
  return (shape) => {
    shapeLexer.load(shape);
    const parser = new nearley.Parser(grammar);
    try {
      // The shape is loaded already; feeding an empty text starts the parse.
      parser.feed('');
    } catch (error) {
      if (error instanceof NoParseError) return { failedIndex: shapeLexer.takenCount() };
      throw error;
    }
    const results: readonly unknown[] = parser.results;
    const [plan] = results;
    return { plan: isPlan(plan) ? plan : undefined, parseCount: results.length };
  };
};

/** All literals of a grammar: the words that its lexer must recognise. */
export const collectVocabulary = ({ ParserRules }: CompiledRules): ReadonlySet<string> => {
  const vocabulary = new Set<string>();
  for (const { symbols } of ParserRules) {
    for (const symbol of symbols as readonly unknown[]) {
      if (typeof symbol === 'object' && symbol !== null && 'literal' in symbol)
        vocabulary.add(String(symbol.literal));
    }
  }
  return vocabulary;
};
