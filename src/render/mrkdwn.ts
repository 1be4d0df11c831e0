/** A stretch of Slack's markup and what its mark says; a reference is `<…>`. */
export type MrkdwnRun = { readonly text: string; readonly style: 'none' | 'bold' | 'code' | 'reference' };

/**
 * Slack's markup as runs of text, with its entities still in it. Words from logs hold none of its marks (see
 * `phrase.ts`), so each mark that is met was meant; one that is never closed is text.
 */
export function parseMrkdwn(mrkdwn: string): readonly MrkdwnRun[] {
  const runs: MrkdwnRun[] = [];
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

/** What stands for `<!date^…|09:14>`, `<https://…|words>` and `<@U123>`. */
export function resolveReference(inner: string): string {
  const separatorIndex = inner.indexOf('|');
  return separatorIndex < 0 ? inner.replace('!subteam^', '@') : inner.slice(separatorIndex + 1);
}

/** The text without Slack's entities. `&amp;` comes last, or `&amp;lt;` would become `<`. */
export const decodeEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const delimiters: readonly {
  readonly open: string;
  readonly close: string;
  readonly style: MrkdwnRun['style'];
}[] = [
  { open: '*', close: '*', style: 'bold' },
  { open: '`', close: '`', style: 'code' },
  { open: '<', close: '>', style: 'reference' },
];
