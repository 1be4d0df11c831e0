import { listAllScenarios } from './make-world.js';
import type { Mismatch } from './mismatch.js';
import type { Features } from './world.js';

/** What the product is not right about yet. An entry goes as soon as it is. */
const pendingFeatures: readonly ((features: Features) => boolean)[] = [];
const pendingScenarios: ReadonlySet<string> = new Set([]);
const isLongPending = true;

/** True if a world is about what is known to be open. */
export const isPending = (features: Features): boolean => pendingFeatures.some((isOpen) => isOpen(features));

/** Leaves out of a world what is known to be open. */
export const leavePendingOut = ({ product, scenarios }: Features): Partial<Features> => ({
  scenarios: (scenarios === 'all' ? listAllScenarios(product) : scenarios).filter(
    (name) => !pendingScenarios.has(name),
  ),
  ...(isLongPending ? { longPercent: 0 } : {}),
});

/** Mistakes that are known, by surface and kind. */
const knownKinds: readonly RegExp[] = [
  // Several tries whose records are joined by time alone, as `combined` has no connection.
  /combined\+error/,
  /failure too many \(.*(page-|all-fail|retry-saves|no-live)/,
  // A rejection whose record is read seconds after its line.
  /limit-503/,
  // An error page that is itself fetched from a server that is down.
  /page-proxied/,
  // A group without a server after a refused try, and an error log alone that is not in order.
  /no-live/,
  /, \+error, shuffled/,
  // `$proxy_host` with a port, and the name without it in the error log.
  /requests of an upstream|name-not-found/,
  // A failure that an amendment moves to another upstream or takes back stays in its incident.
  /^incidents of/,
  // They follow from the failures above, or await the words and fields of the latest answers.
  /failure too many/,
  /^(ask|status|day|analyze|rows as csv|report as csv|top … as csv): /,
  /^analyze --json: (failures|groups|counts of a group)/,
];

/** True for a mistake that is known. */
export const isKnown = ({ surface, kind }: Mismatch): boolean =>
  knownKinds.some((known) => known.test(`${surface}: ${kind}`));
