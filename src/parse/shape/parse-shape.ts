import type { CompiledRules } from 'nearley';
import nearley from 'nearley';
import { NoParseError, shapeLexer } from './nearley-adapter.js';
import type { TokenKind } from './token.js';

/**
 * What a grammar makes of a shape: a meaning, or the number of leading keys that no sentence begins with. `parses` is 1
 * for every sentence of a sound grammar.
 */
export type ShapeParse<Plan> =
  | { readonly plan: Plan | undefined; readonly parseCount: number }
  | { readonly failedIndex: number };

/** The door to nearley for grammars over keys. */
export const createShapeParser = <Plan>(
  rules: CompiledRules,
  isPlan: (value: unknown) => value is Plan,
): ((shape: readonly TokenKind[]) => ShapeParse<Plan>) => {
  const grammar = nearley.Grammar.fromCompiled(rules);
  return (shape) => {
    shapeLexer.load(shape);
    const parser = new nearley.Parser(grammar);
    try {
      // The keys are loaded already; nearley only needs to be told to begin.
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

/** All words that a grammar names: what a lexer must tell apart. */
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
