import { maskPersonalNumbers } from './personal-numbers.js';
import { maskRandomWords } from './random-words.js';
import { maskAnnouncedSegments, maskTokens } from './secret-tokens.js';
/**
 * Masks what must not be stored or shown: credentials, cookies, tokens, values in query strings, e-mail addresses, and numbers
 * of cards, accounts and telephones, also if they are percent-encoded several times. The result still reads as a log line.
 * Idempotent.
 */
export function redact(text) {
  const masked = redactPlain(text);
  return masked.includes('%') ? masked.replace(run, redactEncoded) : masked;
}
function redactPlain(text) {
  const masked = possibleSecret.test(text)
    ? redactionRules.reduce(
        (remaining, [pattern, replacement]) => remaining.replace(pattern, replacement),
        text,
      )
    : text;
  return maskRandomWords(maskPersonalNumbers(maskTokens(maskAnnouncedSegments(masked, mask), mask)));
}
const run = /[^\s"'<>]+/g;
/** What precedes the first name with an escape. */
const uncoded = /^[^%]*[/?&=;,:]/;
const decodingsMax = 3;
/** A word that hides a secret is masked from the name with its first escape on. */
function redactEncoded(text) {
  let decoded = text;
  for (let count = 0; count < decodingsMax && decoded.includes('%'); count += 1) {
    decoded = decodePercent(decoded);
    if (redactPlain(decoded) !== decoded) return `${uncoded.exec(text)?.[0] ?? ''}${mask}`;
  }
  return text;
}
const decodePercent = (text) =>
  text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
/** Every rule needs one of these. Text without any, such as most records, skips the rules. */
const possibleSecret =
  /[?&;@]|private|authorization|cookie|login|bearer|basic|negotiate|ntlm|token|passw|passphrase|pwd|secret|api[-_]?key|access[-_]?key|session|sessid|signature|credential|eyJ|xox[a-z]-|xapp-/i;
/** Replaces a secret. */
const mask = '•••';
/**
 * From the longest secrets to the shortest. Each pattern begins with fixed text or a bounded prefix, and adjacent parts
 * never match the same character, so the time is linear in the length of the text.
 */
const redactionRules = [
  [/-----BEGIN[A-Z %20]{0,40}PRIVATE[ %20]{1,3}KEY-----[^-]*(?:-----END[A-Z %20]{0,60}-----)?/g, mask],
  [/(\/\/)[^\s/@"'?#]{1,256}@/g, `$1${mask}@`],
  [/([?&;][^\s=&;#"'<>?]{0,100}=)[^\s&;#"'<>]+/g, `$1${mask}`],
  [/\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}")(?:[^"\\]|\\.)*/gi, `$1${mask}`],
  [/\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4})Digest\s[^\r\n]*/gi, `$1${mask}`],
  [/\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4})[^\s"'][^"\r\n]*/gi, `$1${mask}`],
  [/\b((?:set-)?cookie["']?\s{0,4}[:=]\s{0,4}")(?:[^"\\]|\\.)*/gi, `$1${mask}`],
  [/\b((?:set-)?cookie["']?\s{0,4}:\s{0,4})[^\s"'][^"\r\n]*/gi, `$1${mask}`],
  [/\b(login:\s{0,4}")[^"\r\n]*/g, `$1${mask}`],
  [
    /\b(Bearer|Basic|Negotiate|NTLM|Token)(?:\s|%20)(?=[a-z._~+/-]{0,200}[0-9A-Z=])[\w.~+/=-]{6,}/g,
    `$1 ${mask}`,
  ],
  [/\b(xox[a-z]|xapp)-[\w-]+/g, `$1-${mask}`],
  [/\beyJ[\w-]{5,}(?:\.[\w-]*)*/g, `eyJ${mask}`],
  [/\b(bearer|basic)(?:\s|%20|\+)(?=[a-z._~+/-]{0,200}[0-9=])[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  [buildAssignmentPattern('"', '(?:[^"\\\\]|\\\\.)*'), `$1${mask}`],
  [buildAssignmentPattern("'", "[^']*"), `$1${mask}`],
  [buildAssignmentPattern('', '[^\\s"\'&,;•][^\\s"\'&,;]*'), `$1${mask}`],
  [/(\?)[^\s=&;#"'<>•]{8,}(?=[\s&;#"'<>]|$)/g, `$1${mask}`],
  [
    /(^|[^\w.%+-])[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b(?:[\w.%+@-]{0,300}@[\w.-]{0,255})?/g,
    `$1${mask}@${mask}`,
  ],
];
/** Matches `password=…`, `"api_key": "…"` or `session_id: …`, with the value in the given quotes. */
function buildAssignmentPattern(quote, value) {
  const name =
    '(?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|session[-_]?id|jsessionid|phpsessid|signature|credentials?)';
  // Slack's error codes for tokens (`token_revoked`) are followed by advice, not by a secret.
  const suffix = '(?!_(?:revoked|expired)\\b)[\\w-]{0,20}';
  return new RegExp(`(${name}${suffix}["']?\\s{0,4}[:=]\\s{0,4}${quote})${value}`, 'gi');
}
