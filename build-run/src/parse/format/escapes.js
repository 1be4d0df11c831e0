/** Unescapes a logged value. Bytes are decoded as UTF-8; invalid ones become the replacement character. */
export function unescapeValue(escaped, escaping) {
  if (escaping === 'none' || !escaped.includes('\\')) return escaped;
  return escaping === 'json' ? unescapeJson(escaped) : unescapeBytes(escaped);
}
/** Decodes the `\xHH` of `escape=default`; a run of them is one UTF-8 sequence. */
function unescapeBytes(escaped) {
  let text = '';
  let from = 0;
  for (let position = escaped.indexOf('\\x'); position >= 0; position = escaped.indexOf('\\x', from)) {
    const bytes = [];
    let end = position;
    for (let byte = readByte(escaped, end); byte >= 0; byte = readByte(escaped, end)) {
      bytes.push(byte);
      end += 4;
    }
    text += escaped.slice(from, position) + (bytes.length > 0 ? decodeUtf8(bytes) : '\\x');
    from = bytes.length > 0 ? end : position + 2;
  }
  return text + escaped.slice(from);
}
function unescapeJson(escaped) {
  let text = '';
  for (let position = 0; position < escaped.length; position += 1) {
    const character = escaped[position] === '\\' ? escaped[position + 1] : undefined;
    if (character === undefined) {
      text += escaped[position];
      continue;
    }
    const code = character === 'u' ? readHex(escaped, position + 2, 4) : -1;
    text += code >= 0 ? String.fromCharCode(code) : (controls[character] ?? character);
    position += code >= 0 ? 5 : 1;
  }
  return text;
}
const controls = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const decodeUtf8 = (bytes) => utf8.decode(Uint8Array.from(bytes));
const readByte = (text, position) => (text.startsWith('\\x', position) ? readHex(text, position + 2, 2) : -1);
/** Reads a number of `digits` hexadecimal digits; -1 if there are fewer. */
function readHex(text, position, digits) {
  let value = 0;
  for (let index = position; index < position + digits; index += 1) {
    const digit = '0123456789abcdef'.indexOf((text[index] ?? '!').toLowerCase());
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
