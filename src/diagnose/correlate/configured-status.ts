import type { Finding, Request } from '../../parse/event.js';
import type { Case } from './pending-request.js';

/** The case as it looks once the error log has nothing on it: all but a status from the configuration is logged. */
export function withoutRecord(each: Case): Case {
  const { attempts, request } = each;
  if (attempts.length > 0 || request?.finding == null || !isUnexplained(request)) return each;
  const finding: Finding = {
    ...request.finding,
    symptom: 'returned',
    certainty: request.listsTries === true ? 'likely' : 'guess',
    words: `${request.finding.words}, no record in the error log`,
    lacks: [],
  };
  return { ...each, request: { ...request, finding } };
}

/** True for a bad status that nginx made without trying anybody, and the line does not say why. */
const isUnexplained = ({ gateway, finding, madeBy, tries, status }: Request): boolean =>
  gateway === 'nginx-access' &&
  finding?.symptom === 'unexplained' &&
  madeBy === 'gateway' &&
  tries.length === 0 &&
  status !== 500;
