import { formatCount, joinWithAnd } from '../../base/format-number.js';
import { causeClasses } from '../cause-class.js';
import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/** Several gateways fail at the upstream. */
export const singleGateway = defineRuleOut({
  id: 'single-gateway',
  isSuspected: ({ class: causeClass }) => causeClasses[causeClass].origin !== 'unknown',
  exclude: (input) => {
    const counts = new Map();
    const own = selectOwnFailures(input);
    for (const { gatewayHost } of own)
      if (gatewayHost !== null) counts.set(gatewayHost, (counts.get(gatewayHost) ?? 0) + 1);
    const failing = [...counts].filter(([, count]) => count >= Math.max(failuresMin, own.length * shareMin));
    return failing.length >= 2
      ? {
          what: 'one gateway',
          proof:
            failing.length > 2
              ? `${formatCount(failing.length)} fail`
              : `${joinWithAnd(failing.map(([host]) => host))} fail`,
        }
      : undefined;
  },
});
const failuresMin = 5;
const shareMin = 0.1;
