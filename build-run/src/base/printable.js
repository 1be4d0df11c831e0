/**
 * Makes hostile text safe to display and to store: removes terminal escape sequences and invisible characters, and
 * replaces control characters and marks of text direction with visible signs. Keeps line feeds.
 */
export function makePrintable(text) {
  if (plainAscii.test(text)) return text;
  return text
    .replace(escapeSequence, '')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\u0000-\u0009\u000b-\u001f]/g, (control) =>
      String.fromCharCode(0x2400 + control.charCodeAt(0)),
    )
    .replace(/\u007f/g, '␡')
    .replace(/[\u0080-\u009f]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (mark) => `<${formatCodePoint(mark)}>`)
    .replace(invisible, '');
}
/** Printable text on one line, for names and values. */
export function toSingleLine(text) {
  return makePrintable(text).replace(/\s+/g, ' ').trim();
}
/** Cuts the text to `charsMax` characters, the last an ellipsis. Never splits a surrogate pair. */
export function truncate(text, charsMax) {
  if (text.length <= charsMax) return text;
  const kept = text.slice(0, charsMax - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
/** Escapes text for HTML or SVG, between tags or in a quoted attribute. */
export const escapeMarkup = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
/** Nearly all text is plain ASCII, which skips the slower checks. */
const plainAscii = /^[\n -~]*$/;
/** Colours and cursor movements (CSI), titles and links (OSC, DCS, PM, APC), and two-character commands. */
const escapeSequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]?)|\u009b[0-?]*[ -/]*[@-~]?/g;
/** Zero-width characters, soft hyphens, fillers, variation selectors and tags: all invisible. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
const formatCodePoint = (text) => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
