import { formatCount, sumNumbers } from '../../base/format-number.js';
import { bold, joinText, text } from '../../render/rich-text.js';
import { formatUpstream } from './names.js';
/** `, made by payments`: said only of answers that the log shows to come from an upstream, and of all of them. */
export function describeAnswerMaker({ answers, madeByUpstream, byUpstream }) {
  if (answers === 0 || madeByUpstream < answers) return [];
  const [only, ...more] = byUpstream;
  return more.length > 0 ? [', made by the upstreams'] : text`, made by ${formatUpstream(only?.key ?? null)}`;
}
/** `45 with status 500`, `45 at payments`. */
export const formatAnswerCount = ({ requests, status, key }, isByStatus) =>
  isByStatus
    ? text`${bold(formatCount(requests))} ${formatStatus(status)}`
    : text`${bold(formatCount(requests))} at ${formatUpstream(key)}`;
/** `status 500`. */
export const formatStatus = (status) =>
  status === null ? 'without an answer, as the client left' : `with status ${status}`;
/**
 * `Answers by status: 200 × 300, 500 × 45 (made by payments), 499 × 20`, failures or not; undefined where none are counted.
 */
export function describeAnswers({ byStatus, counts }) {
  if (byStatus.length === 0) return undefined;
  const good = byStatus.filter(({ status }) => status !== null && status < 400);
  const errors = byStatus.filter(({ status }) => status !== null && status >= 400);
  const shown = [...good.slice(0, goodShownMax), ...errors.slice(0, errorsShownMax)];
  const more = sumNumbers(byStatus.map((count) => (shown.includes(count) ? 0 : count.requests)));
  const items = [
    ...shown.map(({ status, requests }) => [
      `${status} × ${formatCount(requests)}`,
      ...(status === 500 ? describeMaker(status, counts) : []),
    ]),
    ...(more > 0 ? [[`others × ${formatCount(more)}`]] : []),
  ];
  return text`${bold('Answers by status:')} ${joinText(items, ', ')}.`;
}
/** ` (made by payments)`, where all of them were. */
function describeMaker(status, counts) {
  const own = counts.filter((count) => count.status === status);
  const [only, ...more] = own;
  const isMadeByUpstream = own.every(({ requests, madeByUpstream }) => madeByUpstream === requests);
  if (only === undefined || !isMadeByUpstream) return [];
  return more.length > 0 ? [' (made by the upstreams)'] : text` (made by ${formatUpstream(only.key)})`;
}
const goodShownMax = 3;
const errorsShownMax = 6;
/** The answers by status where some are errors, whether these are gateway failures or not. */
export const describeErrorAnswers = (answers) => (hasErrors(answers) ? describeAnswers(answers) : undefined);
/** True if some answers had an error status. */
export const hasErrors = ({ byStatus }) => byStatus.some(({ status }) => status !== null && status >= 400);
