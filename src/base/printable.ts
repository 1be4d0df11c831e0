/**
 * Text that shows as what it is: no escape sequence reaches a terminal, nothing runs right to left or hides between two
 * letters, and every character can be stored. Line feeds stay.
 */
export function makePrintable(text: string): string {
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

/** The same on one line, for names and values. */
export function toSingleLine(text: string): string {
  return makePrintable(text).replace(/\s+/g, ' ').trim();
}

/** At most `charsMax` characters, the last one telling that there was more. Never half of a surrogate pair. */
export function truncate(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const kept = text.slice(0, charsMax - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Text as it goes between the tags or into a quoted attribute of HTML or SVG. */
export const escapeMarkup = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Nearly every text is: this one look spares it the others. */
const plainAscii = /^[\n -~]*$/;
/** Colours and cursor movements (CSI), titles and links (OSC, DCS, PM, APC), and two-character commands. */
const escapeSequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]?)|\u009b[0-?]*[ -/]*[@-~]?/g;
/** Zero-width characters, soft hyphens, fillers, variation selectors and tags: the eye cannot see that they are there. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
const formatCodePoint = (text: string) => `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
