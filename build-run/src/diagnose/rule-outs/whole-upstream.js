import { formatFraction } from '../hints/statistics.js';
import { defineRuleOut } from './rule-out.js';
/** While some routes fail, the others of the same upstream are answered. */
export const wholeUpstream = defineRuleOut({
  id: 'whole-upstream',
  isSuspected: ({ class: causeClass }) =>
    causeClass === 'timeout' || causeClass === 'bad-response' || causeClass === 'passthrough',
  exclude: ({ routes }) => {
    const others = routes.filter(({ answered, failed }) => failed * answeredPerFailed <= answered);
    const answered = others.reduce((sum, route) => sum + route.answered, 0);
    const failed = others.reduce((sum, route) => sum + route.failed, 0);
    return routes.some(isFailing) && answered >= answeredMin
      ? {
          what: 'whole upstream',
          proof: `other routes: ${formatFraction(answered, answered + failed)} good`,
        }
      : undefined;
  },
});
/** At least one of six. */
const isFailing = ({ answered, failed }) => failed >= 5 && failed * 5 >= answered;
/** A route that is well: of a hundred clients one may leave. */
const answeredPerFailed = 50;
/** Fewer good answers may be of the seconds in which it was well. */
const answeredMin = 50;
