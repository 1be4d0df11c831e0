/** The rest of a longer text is ignored. */
export const questionCharsMax = 500;
/** Splits a question into words: lower case, without punctuation, mentions and the endings of `what's` and `we're`. */
export function splitWords(question) {
  const text = normalizeText(question.slice(0, questionCharsMax));
  return [...text.matchAll(/[^\s,;!?"“”„()[\]{}…]+/g)].flatMap(({ 0: match, index }) => {
    const lead = /^[.:'`*_#=&|>]*/.exec(match)?.[0].length ?? 0;
    const word = match.slice(lead).toLowerCase();
    const wordText = word
      .replace(/[.:'`_=&|<-]+$/, '')
      .replace(/'(s|re|m|ve|ll|d)$/, '')
      .replaceAll("'", '');
    return wordText === '' ? [] : [{ text: wordText, start: index + lead, end: index + match.length }];
  });
}
/** Blanks mentions, straightens apostrophes and splits `02:00-03:00`. The length stays, so that positions still fit. */
const normalizeText = (question) =>
  question
    .replace(/<[^<>]{0,60}>/g, (mention) => ' '.repeat(mention.length))
    .replace(/[’‘´]/g, "'")
    .replace(/(?<=\d)[–-](?=\d{1,2}:\d{2})/g, ' ');
