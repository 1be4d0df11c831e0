/**
 * Parses Slack's markup into runs of text, entities still encoded. Text from logs holds no delimiters (see
 * `rich-text.ts`), so each one is intended; an unclosed one is text.
 */
export function parseMrkdwn(mrkdwn) {
  const runs = [];
  for (let index = 0; index < mrkdwn.length; ) {
    const delimiter = delimiters.find(({ open }) => mrkdwn.startsWith(open, index));
    const end = delimiter === undefined ? -1 : mrkdwn.indexOf(delimiter.close, index + 1);
    if (delimiter !== undefined && end > 0) {
      runs.push({ text: mrkdwn.slice(index + 1, end), style: delimiter.style });
      index = end + 1;
    } else {
      const next = mrkdwn.slice(index + 1).search(/[*`<]/);
      const to = next < 0 ? mrkdwn.length : index + 1 + next;
      runs.push({ text: mrkdwn.slice(index, to), style: 'none' });
      index = to;
    }
  }
  return runs;
}
/** Returns the visible text of a reference: `<!date^…|09:14>`, `<https://…|words>` or `<@U123>`, without its brackets. */
export function resolveReference(inner) {
  const separatorIndex = inner.indexOf('|');
  return separatorIndex < 0 ? inner.replace('!subteam^', '@') : inner.slice(separatorIndex + 1);
}
/** Stand in for the delimiters of Slack's markup, which has no escape for them. */
export const lookAlikes = { '*': '∗', '~': '∼', '`': 'ˋ', '>': '›', _: 'ˍ', ':': '꞉' };
/**
 * The text without Slack's entities and look-alikes, so that what people copy is what the log has. `&amp;` comes last, or
 * `&amp;lt;` would become `<`.
 */
export const decodeEntities = (text) =>
  restoreDelimiters(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const restoreDelimiters = (text) =>
  lookAlikePattern.test(text)
    ? Object.entries(lookAlikes).reduce((plain, [sign, alike]) => plain.replaceAll(alike, sign), text)
    : text;
const lookAlikePattern = /[∗∼ˋ›ˍ꞉]/;
const delimiters = [
  { open: '*', close: '*', style: 'bold' },
  { open: '`', close: '`', style: 'code' },
  { open: '<', close: '>', style: 'reference' },
];
