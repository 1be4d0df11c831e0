import { formatCount } from '../../base/format-number.js';
import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/** Several routes fail, none with most of the failures. */
export const singleRoute = defineRuleOut({
  id: 'single-route',
  isSuspected: ({ class: causeClass }) => causeClass === 'timeout' || causeClass === 'bad-response',
  exclude: (input) => {
    const own = selectOwnFailures(input);
    const counts = new Map();
    for (const { route } of own) if (route !== null) counts.set(route, (counts.get(route) ?? 0) + 1);
    const failing = [...counts.values()].filter((count) => count >= failuresMin);
    return failing.length >= routesMin && Math.max(...failing) <= own.length * topShareMax
      ? { what: 'one route', proof: `${formatCount(failing.length)} fail` }
      : undefined;
  },
});
const routesMin = 3;
const failuresMin = 5;
const topShareMax = 0.6;
