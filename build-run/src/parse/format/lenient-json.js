import { unescapeValue } from './escapes.js';
/**
 * Parses the object of a line in JSON or nearly JSON: access log formats leave empty values, dashes and lists unquoted and
 * write `\x22` for a quote, and lines may be truncated. Undefined if the line is not an object.
 */
export function parseJsonObject(line) {
  const text = line.trim();
  if (!text.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return new LenientParser(text).readObject(0);
  }
}
/** True for an object that is not an array. */
export const isJsonObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Maximum nesting; deeper objects are hostile. */
const depthMax = 8;
const keysMax = 256;
/** Reads letter by letter without backtracking, and returns what it has when the text ends or is invalid. */
class LenientParser {
  #text;
  #position = 0;
  constructor(text) {
    this.#text = text;
  }
  readObject(depth) {
    const entries = [];
    this.#position += 1;
    while (entries.length < keysMax) {
      this.#skip(' \t,');
      if (this.#text[this.#position] !== '"') break;
      const key = this.#readString();
      this.#skip(' \t:');
      if (this.#position >= this.#text.length) break;
      entries.push([key, this.#readValue(depth)]);
    }
    this.#skip(' \t');
    if (this.#text[this.#position] === '}') this.#position += 1;
    return Object.fromEntries(entries);
  }
  #readValue(depth) {
    const character = this.#text[this.#position];
    if (character === '"') return this.#readString();
    if (character === "'") return this.#readSingleQuoted();
    if (character === '{' && depth < depthMax) return this.readObject(depth + 1);
    const from = this.#position;
    while (this.#position < this.#text.length && !this.#isBareEnd()) this.#position += 1;
    const bare = this.#text.slice(from, this.#position).trim();
    return bare === 'null' ? null : bare;
  }
  /** Written around double quotes; it ends where a single quote ends the value. */
  #readSingleQuoted() {
    const from = this.#position + 1;
    this.#position = from;
    while (this.#position < this.#text.length && !this.#isSingleQuotedEnd()) this.#position += 1;
    const value = this.#text.slice(from, this.#position);
    this.#position += 1;
    return unescapeValue(value, 'json');
  }
  #isSingleQuotedEnd() {
    if (this.#text[this.#position] !== "'") return false;
    const next = this.#text[this.#position + 1];
    return next === undefined || next === ',' || next === '}' || next === ' ';
  }
  /** A bare value ends before the closing brace, or before a comma that is followed by another key. */
  #isBareEnd() {
    const character = this.#text[this.#position];
    if (character === '}') return true;
    if (character !== ',') return false;
    return this.#text[this.#position + 1] === '"' || this.#text.startsWith(' "', this.#position + 1);
  }
  #readString() {
    const from = this.#position;
    for (this.#position += 1; this.#position < this.#text.length; this.#position += 1) {
      const character = this.#text[this.#position];
      if (character === '\\') this.#position += 1;
      else if (character === '"') break;
    }
    const escaped = this.#text.slice(from + 1, this.#position);
    this.#position += 1;
    return unescapeValue(unescapeValue(escaped, 'default'), 'json');
  }
  #skip(characters) {
    while (this.#position < this.#text.length && characters.includes(this.#text[this.#position] ?? ''))
      this.#position += 1;
  }
}
