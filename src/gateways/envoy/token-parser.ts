import nearley, { type CompiledRules, type Lexer } from 'nearley';

/** A piece of text that a grammar knows by its type, or by its text where that is a literal of the grammar. */
export type Token = { readonly type: string; readonly value: string };

/**
 * Runs a compiled grammar over tokens. The answer is the one sentence that they form, or undefined when they form none;
 * `T` is what the grammar's naming functions build.
 */
export function tokenParser<T>(rules: CompiledRules): (tokens: readonly Token[]) => T | undefined {
  const grammar = nearley.Grammar.fromCompiled(rules);
  return (tokens) => {
    const parser = new nearley.Parser(grammar, { lexer: ready(tokens) });
    try {
      parser.feed('');
    } catch {
      return undefined;
    }
    // The generated grammar is untyped: this is the door where it gets its type.
    return parser.results[0] as T | undefined;
  };
}

/** nearley pulls its tokens from a lexer: here is one that has already finished. */
function ready(tokens: readonly Token[]): Lexer {
  let index = 0;
  return {
    reset: () => {},
    next: () => tokens[index++],
    save: () => ({}),
    formatError: () => 'unexpected token',
  };
}
