/** A word of a question and where it stands. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** A question that is longer is none. */
export const questionCharsMax = 500;

/** The words of a question in lower case: without marks, mentions and the endings of `what's` and `we're`. */
export function wordsOf(question: string): readonly Word[] {
  const text = spaced(question.slice(0, questionCharsMax));
  return [...text.matchAll(/[^\s,;!?"“”„()[\]{}…]+/g)].flatMap(({ 0: raw, index }) => {
    const lead = /^[.:'`*_#=&|>]*/.exec(raw)?.[0].length ?? 0;
    const word = raw.slice(lead).toLowerCase();
    const bare = word
      .replace(/[.:'`_=&|<-]+$/, '')
      .replace(/'(s|re|m|ve|ll|d)$/, '')
      .replaceAll("'", '');
    return bare === '' ? [] : [{ text: bare, start: index + lead, end: index + raw.length }];
  });
}

/** Of the same length, so that places stay: mentions are blank, curly apostrophes straight, `02:00-03:00` is apart. */
const spaced = (question: string): string =>
  question
    .replace(/<[^<>]{0,60}>/g, (mention) => ' '.repeat(mention.length))
    .replace(/[’‘´]/g, "'")
    .replace(/(?<=\d)[–-](?=\d{1,2}:\d{2})/g, ' ');
