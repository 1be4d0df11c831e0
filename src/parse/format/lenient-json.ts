import { unescapeValue } from './escapes.js';

/** A JSON object as a log holds it. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * The object that a line writes in JSON, or nearly so: access log formats leave values unquoted that turn out empty, a
 * dash or a list, write `\x22` for a quote, and lines are cut. Undefined when it is no object.
 */
export function readJsonObject(line: string): JsonObject | undefined {
  const text = line.trim();
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return new LenientReader(text).object(0);
  }
}

/** True for a value that has keys. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects within objects; deeper ones are hostile. */
const depthMax = 8;
const keysMax = 256;

/** Reads by the letter, never goes back, and keeps what it had when the text ends or makes no sense. */
class LenientReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  object(depth: number): JsonObject {
    const entries: [string, unknown][] = [];
    this.#at += 1;
    while (entries.length < keysMax) {
      this.#skip(' \t,');
      if (this.#text[this.#at] !== '"') break;
      const key = this.#string();
      this.#skip(' \t:');
      if (this.#at >= this.#text.length) break;
      entries.push([key, this.#value(depth)]);
    }
    this.#skip(' \t');
    if (this.#text[this.#at] === '}') this.#at += 1;
    return Object.fromEntries(entries);
  }

  #value(depth: number): unknown {
    const letter = this.#text[this.#at];
    if (letter === '"') return this.#string();
    if (letter === '{' && depth < depthMax) return this.object(depth + 1);
    const from = this.#at;
    while (this.#at < this.#text.length && !this.#endsBare()) this.#at += 1;
    const bare = this.#text.slice(from, this.#at).trim();
    return bare === 'null' ? null : bare;
  }

  /** A bare value ends before the bracket of its object, or before a comma that a further key follows. */
  #endsBare(): boolean {
    const letter = this.#text[this.#at];
    if (letter === '}') return true;
    if (letter !== ',') return false;
    return this.#text[this.#at + 1] === '"' || this.#text.startsWith(' "', this.#at + 1);
  }

  #string(): string {
    const from = this.#at;
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#text[this.#at];
      if (letter === '\\') this.#at += 1;
      else if (letter === '"') break;
    }
    const written = this.#text.slice(from + 1, this.#at);
    this.#at += 1;
    return unescapeValue(unescapeValue(written, 'default'), 'json');
  }

  #skip(letters: string): void {
    while (this.#at < this.#text.length && letters.includes(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}
