/**
 * Masks words that no one would write: twenty characters or more in which capitals, small letters and digits take turns, as in
 * keys and session ids. Names of hosts, pods and files, and ids in hexadecimal, have one case.
 */
export function maskRandomWords(text) {
  let masked = '';
  let copiedTo = 0;
  let wordFrom = 0;
  let pathFrom = 0;
  // By hand, as it is done for each record: a pattern takes five times as long.
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    if (isInWord(code)) continue;
    const isSlash = code === slash;
    const from = !isSlash && index - pathFrom === awsKeyChars ? pathFrom : wordFrom;
    if (index - from >= wordCharsMin && from >= copiedTo && isRandom(text, from, index)) {
      masked += `${text.slice(copiedTo, from)}•••`;
      copiedTo = index;
    }
    wordFrom = index + 1;
    if (!isSlash) pathFrom = index + 1;
  }
  return copiedTo === 0 ? text : masked + text.slice(copiedTo);
}
const wordCharsMin = 20;
/** A secret key of AWS, in which slashes are as frequent as any other character. */
const awsKeyChars = 40;
const slash = 0x2f;
/** Letters, digits and `_ - +`. */
const isInWord = (code) => classify(code) !== other || code === 0x5f || code === 0x2d || code === 0x2b;
/** Random characters of three kinds change their kind after 62 of 100; words in CamelCase after 30. */
function isRandom(text, from, to) {
  let pairs = 0;
  let changes = 0;
  let caseChanges = 0;
  let hasDigit = false;
  let previous = other;
  for (let index = from; index < to; index += 1) {
    const kind = classify(text.charCodeAt(index));
    if (kind === digit) hasDigit = true;
    if (kind !== other && previous !== other) {
      pairs += 1;
      if (kind !== previous) {
        changes += 1;
        if (kind !== digit && previous !== digit) caseChanges += 1;
      }
    }
    previous = kind;
  }
  const share = hasDigit ? 0.4 : 0.48;
  return pairs >= pairsMin && caseChanges >= caseChangesMin && changes >= share * pairs;
}
const pairsMin = 15;
const caseChangesMin = 3;
const other = 0;
const small = 1;
const capital = 2;
const digit = 3;
function classify(code) {
  if (code >= 0x61 && code <= 0x7a) return small;
  if (code >= 0x41 && code <= 0x5a) return capital;
  return code >= 0x30 && code <= 0x39 ? digit : other;
}
