import fc from 'fast-check';
import { anyText } from './any-text.js';

/** Attacks by someone who controls text in a log. */
const attackText = fc.constantFrom(
  '<!channel>',
  '<!here|now>',
  '<@U0EVILUSER>',
  '<https://evil.example|your bank>',
  '&lt;!channel&gt;',
  '```',
  '`',
  '*bold*',
  '~gone~',
  ' _it_ ',
  ':rotating_light:',
  '\n> quoted\n',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u202Egnp.exe',
  '\u200b',
  '\u0000',
  '\ud800',
  '🎈'.repeat(90),
  '&'.repeat(900),
  '<'.repeat(5000),
  'a'.repeat(20_000),
  '漢字',
);
/** Arbitrary text mixed with attacks. */
export const hostileText = fc
  .array(fc.oneof(attackText, anyText()), { maxLength: 6 })
  .map((parts) => parts.join(''));
/** Every string that Slack reads as markup. */
export function collectMarkup({ text, blocks }) {
  const collect = (value) => {
    if (typeof value !== 'object' || value === null) return [];
    const ownText = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
    return [...ownText, ...Object.values(value).flatMap(collect)];
  };
  return [...(text === undefined ? [] : [text]), ...collect(blocks)];
}
/** Slack markup that log text must never produce: anything in `<>` except dates, unclosed code, and emoji. */
export function findForbiddenMarkup(markup) {
  const controls = (markup.match(/<[^>]*>/g) ?? []).filter(
    (control) => !/^<!date\^\d+\^\{[a-z_{} ]+\|[^<>|]+>$/.test(control),
  );
  const openCode = markup.split('\n').filter((line) => (line.split('`').length - 1) % 2 === 1);
  const emoji = markup.replace(/`[^`]*`/g, '').match(/:[a-z][a-z_]+:/g) ?? [];
  return [...controls, ...openCode, ...emoji, ...(markup.match(/```/g) ?? [])];
}
