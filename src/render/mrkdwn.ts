/** A stretch of Slack's markup and what its mark says; a reference is `<…>`. */
export type MarkupRun = { readonly text: string; readonly mark: 'none' | 'bold' | 'code' | 'reference' };

/**
 * Slack's markup as runs of text, with its entities still in it. Words from logs hold none of its marks (see
 * `phrase.ts`), so each mark that is met was meant; one that is never closed is text.
 */
export function markupRuns(markup: string): readonly MarkupRun[] {
  const runs: MarkupRun[] = [];
  for (let at = 0; at < markup.length; ) {
    const opened = marks.find(({ open }) => markup.startsWith(open, at));
    const end = opened === undefined ? -1 : markup.indexOf(opened.close, at + 1);
    if (opened !== undefined && end > 0) {
      runs.push({ text: markup.slice(at + 1, end), mark: opened.mark });
      at = end + 1;
    } else {
      const next = markup.slice(at + 1).search(/[*`<]/);
      const to = next < 0 ? markup.length : at + 1 + next;
      runs.push({ text: markup.slice(at, to), mark: 'none' });
      at = to;
    }
  }
  return runs;
}

/** What stands for `<!date^…|09:14>`, `<https://…|words>` and `<@U123>`. */
export function referredWords(inner: string): string {
  const bar = inner.indexOf('|');
  return bar < 0 ? inner.replace('!subteam^', '@') : inner.slice(bar + 1);
}

/** Without the entities that Slack wants. */
export const withoutEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const marks: readonly { readonly open: string; readonly close: string; readonly mark: MarkupRun['mark'] }[] =
  [
    { open: '*', close: '*', mark: 'bold' },
    { open: '`', close: '`', mark: 'code' },
    { open: '<', close: '>', mark: 'reference' },
  ];
