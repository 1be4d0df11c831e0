import { listAllScenarios } from './make-world.js';
import type { Mismatch } from './mismatch.js';
import type { Features } from './world.js';

/** What the product is not right about yet. An entry goes as soon as it is. */
const pendingFeatures: readonly ((features: Features) => boolean)[] = [];
const pendingScenarios: ReadonlySet<string> = new Set([
  'page-200',
  'page-302',
  'page-404',
  'page-405',
  'page-500',
  'page-503',
  'page-proxied',
  'page-proxied-dead',
]);
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
  /status of requests that failed$/,
  /limit-503/,
  /\(all-fail|\(retry-saves|requests of an upstream|name-not-found/,
  /incidents of/,
  /app-503, combined/,
  /no-live/,
  /client-left-after/,
];

/** True for a mistake that is known. */
export const isKnown = ({ surface, kind }: Mismatch): boolean =>
  knownKinds.some((known) => known.test(`${surface}: ${kind}`));
