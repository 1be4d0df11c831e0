/**
 * Parses the shape of a record, the sequence of its token kinds, with a nearley grammar. A grammar never sees text, so the
 * parse of a shape is valid for every record of that shape and `plan-cache.ts` can remember it.
 */

import type { CompiledRules } from 'nearley';
import nearley from 'nearley';
import { NoParseError, shapeLexer } from './nearley-adapter.js';
import type { TokenKind } from './token.js';

/**
 * Result of parsing a shape: the plan, or the number of leading tokens that no sentence of the grammar starts with, and
 * the types or words of which one was expected in place of the last of them. `parseCount` is 1 for every sentence of an
 * unambiguous grammar.
 */
export type ShapeParse<Plan> =
  | { readonly plan: Plan | undefined; readonly parseCount: number }
  | { readonly failedIndex: number; readonly listExpected: () => readonly string[] };

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
      if (error instanceof NoParseError) {
        const { scannable } = parser.save();
        return { failedIndex: shapeLexer.takenCount(), listExpected: () => listTerminals(scannable) };
      }
      throw error;
    }
    const results: readonly unknown[] = parser.results;
    const [plan] = results;
    return { plan: isPlan(plan) ? plan : undefined, parseCount: results.length };
  };
};

/** The tokens that could follow in a column of nearley's table, whose type is not declared. */
function listTerminals(scannable: unknown): readonly string[] {
  const states = Array.isArray(scannable) ? (scannable as readonly unknown[]) : [];
  const terminals = states.flatMap((state) => {
    const { rule, dot } = state as {
      readonly rule: { readonly symbols: readonly unknown[] };
      readonly dot: number;
    };
    const symbol = rule.symbols[dot] as { readonly type?: string; readonly literal?: string } | undefined;
    return symbol?.type ?? symbol?.literal ?? [];
  });
  return [...new Set(terminals)];
}

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
