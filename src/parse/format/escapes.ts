/** How nginx wrote special characters into a value: the `escape=` of its `log_format`. */
export type Escape = 'default' | 'json' | 'none';

/** The value behind what was written. Bytes are read as UTF-8; what is none becomes the replacement character. */
export function unescapeValue(written: string, escaping: Escape): string {
  if (escaping === 'none' || !written.includes('\\')) return written;
  return escaping === 'json' ? unescapeJson(written) : unescapeBytes(written);
}

/** `\xHH` of `escape=default`. A run of them is one piece of UTF-8. */
function unescapeBytes(written: string): string {
  let text = '';
  let from = 0;
  for (let at = written.indexOf('\\x'); at >= 0; at = written.indexOf('\\x', from)) {
    const bytes: number[] = [];
    let end = at;
    for (let byte = byteAt(written, end); byte >= 0; byte = byteAt(written, end)) {
      bytes.push(byte);
      end += 4;
    }
    text += written.slice(from, at) + (bytes.length > 0 ? decodeUtf8(bytes) : '\\x');
    from = bytes.length > 0 ? end : at + 2;
  }
  return text + written.slice(from);
}

function unescapeJson(written: string): string {
  let text = '';
  for (let at = 0; at < written.length; at += 1) {
    const letter = written[at] === '\\' ? written[at + 1] : undefined;
    if (letter === undefined) {
      text += written[at];
      continue;
    }
    const code = letter === 'u' ? hexAt(written, at + 2, 4) : -1;
    text += code >= 0 ? String.fromCharCode(code) : (controls[letter] ?? letter);
    at += code >= 0 ? 5 : 1;
  }
  return text;
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const decodeUtf8 = (bytes: readonly number[]): string => utf8.decode(Uint8Array.from(bytes));
const byteAt = (text: string, at: number): number =>
  text.startsWith('\\x', at) ? hexAt(text, at + 2, 2) : -1;

/** The number that `digits` hexadecimal digits stand for, or -1. */
function hexAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = '0123456789abcdef'.indexOf((text[index] ?? '!').toLowerCase());
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
