/**
 * Masks words that no one would write: twenty characters or more in which capitals, small letters and digits take turns, as in
 * keys and session ids. Names of hosts, pods and files, and ids in hexadecimal, have one case.
 */
export function maskRandomWords(text: string): string {
  let masked = '';
  let copiedTo = 0;
  let wordFrom = 0;
  let pathFrom = 0;
  // By hand, as it is done for each record: a pattern takes five times as long.
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    if (classify(code) !== separator) continue;
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

/** Random characters of three kinds change their kind after 62 of 100; words in CamelCase after 30. */
function isRandom(text: string, from: number, to: number): boolean {
  let pairs = 0;
  let changes = 0;
  let caseChanges = 0;
  let hasDigit = false;
  let previous = mark;
  for (let index = from; index < to; index += 1) {
    const kind = classify(text.charCodeAt(index));
    if (kind === digit) hasDigit = true;
    if (kind > mark && previous > mark) {
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

/** What separates words, and the kinds of characters in them; `mark` is `_ - +`. */
const separator = 0;
const mark = 1;
const small = 2;
const capital = 3;
const digit = 4;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return small;
  if (/[A-Z]/.test(character)) return capital;
  if (/\d/.test(character)) return digit;
  return /[_+-]/.test(character) ? mark : separator;
});
const classify = (code: number): number => kinds[code] ?? separator;
