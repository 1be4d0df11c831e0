/** Masks numbers of cards, accounts, people and telephones, as far as they prove to be such. */
export const maskPersonalNumbers = (text) =>
  possibleNumber.test(text)
    ? text
        .replace(cardPattern, (digits) => (isCard(digits) ? mask : digits))
        .replace(ibanPattern, maskIban)
        .replace(socialSecurityPattern, mask)
        .replace(phonePattern, mask)
        .replace(labelledPattern, `$1${mask}`)
    : text;
const mask = '•••';
/** Every rule needs one of these. */
const possibleNumber = /\d(?:(?:[ +-]|%20)?\d){7}|(?:\+|%2B)[1-9]|(?:pin|otp|cv[vc]2?|ssn|phone|msisdn)\b/i;
const separator = '(?:[ +-]|%20)?';
/** Fourteen digits or more; times in microseconds and nanoseconds begin with 1. */
const cardPattern = new RegExp(`(?<![\\w.:-])[2-6](?:${separator}\\d){13,18}(?![\\d.:])`, 'g');
const ibanPattern = new RegExp(
  `(?<![\\w.:-])[A-Z]{2}\\d{2}(?:${separator}[A-Z0-9]){11,30}(?![A-Z0-9])`,
  'gi',
);
const socialSecurityPattern = /(?<![\w.:/-])(?!000|666)[0-8]\d{2}-\d{2}-\d{4}(?![\w-])/g;
/** An offset from UTC is no telephone: `+1030 200`. */
const phonePattern =
  /(?<![\w.-])(?:\+|%2B|00(?=[1-9]\d{9}))(?!1[0-4][0345]0[ \]"])[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)/gi;
const labelledPattern =
  /((?<![a-z])(?:pin|otp|cvv2?|cvc2?|ssn|iban|phone|msisdn)(?:[_-]?(?:code|number|no))?["']?\s{0,4}[:=]\s{0,4}["']?)[+\d][\d ().+-]{2,}/gi;
/** Luhn's check sum. */
function isCard(text) {
  const digits = text.replace(/%20|\D/g, '');
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^(\d)\1*$/.test(digits);
}
/** Words may follow, of which it is not known that they are none of its groups. */
function maskIban(text) {
  for (let end = text.length; end > 0; end = text.slice(0, end).search(lastGroup))
    if (isIban(text.slice(0, end))) return mask + text.slice(end);
  return text;
}
const lastGroup = /(?:[ +-]|%20)[A-Z0-9]*$/i;
/** The remainder by 97 is 1, with letters as numbers and the first four characters at the end. */
function isIban(text) {
  const account = text.replace(/%20|[^A-Za-z0-9]/g, '').toUpperCase();
  let remainder = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
