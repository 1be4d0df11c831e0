import { formatCount } from '../../base/format-number.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import type { AnswerCount } from '../repository.js';
import type { AnswersSummary } from '../summary/answers.js';
import { formatUpstream } from './names.js';

/** `, made by payments`: said only of answers that the log shows to come from an upstream, and of all of them. */
export function describeAnswerMaker({ answers, madeByUpstream, byUpstream }: AnswersSummary): RichText {
  if (answers === 0 || madeByUpstream < answers) return [];
  const [only, ...more] = byUpstream;
  return more.length > 0 ? [', made by the upstreams'] : text`, made by ${formatUpstream(only?.key ?? null)}`;
}

/** `45 with status 500`, `45 at payments`. */
export const formatAnswerCount = ({ requests, status, key }: AnswerCount, isByStatus: boolean): RichText =>
  isByStatus
    ? text`${bold(formatCount(requests))} ${formatStatus(status)}`
    : text`${bold(formatCount(requests))} at ${formatUpstream(key)}`;

/** `status 500`. */
export const formatStatus = (status: number | null): string =>
  status === null ? 'without an answer, as the client left' : `with status ${status}`;
