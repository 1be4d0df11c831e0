import { isIpAddress } from '../../base/ip-address.js';
import { isPrefix } from '../envelope/record-start.js';
/**
 * Index at which an access line starts behind a prefix that is no envelope known here: at the first address that is
 * followed by a dash, as in `CLIENT - USER [time]`. 0 if nothing precedes it, or only the host that some formats begin
 * with; also where no address is found. What a client may choose, its user name, only follows.
 */
export function findAccessStart(line, timeBracket) {
  const head = line.slice(0, timeBracket);
  if (timeBracket > 0 && clientAfterTime.test(line.slice(timeBracket)) && isPrefix(head)) return timeBracket;
  for (const match of head.matchAll(wordBeforeDash)) {
    const word = match[1] ?? '';
    const address = findTrailingAddress(word);
    if (address === undefined) continue;
    const start = skipForwardedAddresses(head, match.index + word.length - address.length);
    return hostPattern.test(head.slice(0, start)) ? 0 : start;
  }
  return 0;
}
/** The address at the end of a word to which a prefix is attached, as in `12:192.0.2.7`; undefined if there is none. */
export function findTrailingAddress(word) {
  if (isClientAddress(word)) return word;
  for (const { index } of word.matchAll(separator)) {
    const suffix = word.slice(index + 1);
    if (isClientAddress(suffix)) return suffix;
  }
  return undefined;
}
/** True for an IP address, with a port or without. */
export const isClientAddress = (word) =>
  isPlainIpv4(word) ||
  isIpAddress(word) ||
  (word.includes(':') && isPlainIpv4(word.replace(/:\d{1,5}$/, '')));
/** Digits and three points: asked for each line, so octets are not checked. */
function isPlainIpv4(word) {
  let points = 0;
  for (let index = 0; index < word.length; index += 1) {
    const code = word.charCodeAt(index);
    if (code === 0x2e) points += 1;
    else if (code < 0x30 || code > 0x39) return false;
  }
  return points === 3 && word.length <= 15;
}
/** `CLIENT, PROXY - USER`: the first one is the client. */
function skipForwardedAddresses(head, clientStart) {
  let start = clientStart;
  while (start > 2 && head.endsWith(', ', start)) start = head.lastIndexOf(' ', start - 3) + 1;
  return start;
}
/** `[time]:CLIENT - ` or `[time] CLIENT - `: the line begins with the time. */
const clientAfterTime = /^\[[^\]]{10,40}\][: ][\da-fA-F.:]{3,45} - /;
const wordBeforeDash = /(\S{3,400}) - /g;
const separator = /[\t:\-\])>=,|"'/(]/g;
/** The host of `vhost_combined`, with its port; a file name is none. */
const hostPattern = /^(?=\S*[A-Za-z])(?!\S*\.log )[\w.-]{1,255}(?::\d{1,5})? $/;
