import type { Failure } from '../diagnose/failure.js';
import type { Incident, Rules } from './incident.js';
import { advance } from './lifecycle.js';
import { mergeInto } from './manual-changes.js';
import { crowdOf, gatewayOf, haveOneGateway, isOneFault } from './same-fault.js';

/** A failure that was filed under its incident. */
export type Strike = {
  readonly incident: Incident;
  readonly failure: Failure;
  /** It is no reason to wake anybody. */
  readonly held: boolean;
  /** The other incidents that are not at rest; asked for only where something may open. */
  readonly others: () => readonly Incident[];
  /** Whether most requests to a whole DNS zone fail. */
  readonly isDown: (zone: string) => boolean;
};

/** The incidents that a failure changes: its own, and when that opens, those that turn out to be one fault with it. */
export function struck(
  { incident, failure, held, others, isDown }: Strike,
  rules: Rules,
): readonly Incident[] {
  const after = advance(incident, { type: 'failed', failure, held }, rules);
  const { state } = incident;
  const open = () => others().filter((other) => other.state.name === 'open');
  if (state.name === 'open') {
    if (gatewayOf(after) === undefined || gatewayOf(incident) !== undefined) return [after];
    // It has just turned out that other gateways reach what fails here.
    return gathered([after, ...open().filter((other) => haveOneGateway(after, other))], failure.at);
  }
  if (held) return [after];
  const crowd = crowdOf(after, others, rules.opening.failures);
  if (after.state.name !== 'open' && crowd.length === 0) return [after];
  const opened: Incident =
    after.state.name === 'open' ? after : { ...after, state: { name: 'open', openedAt: failure.at } };
  const opening = { incident: opened, since: state.recent[0] ?? failure.at, at: failure.at };
  const akin = open().filter((other) => isOneFault(opening, other, isDown));
  return gathered([opened, ...akin, ...crowd], failure.at);
}

/** One incident of several, last, after what has become its parts. The one that people know longest goes on for all. */
export function gathered(incidents: readonly Incident[], at: number): readonly Incident[] {
  const [first, ...rest] = [...incidents].sort((one, other) => rankOf(one) - rankOf(other));
  if (first === undefined) return [];
  let whole = first;
  const parts: Incident[] = [];
  for (const each of rest) {
    const merged = mergeInto(whole, each, at);
    whole = merged.whole;
    parts.push(merged.part);
  }
  return [...parts, whole];
}

/** The lowest number first, then what is open; what nobody has heard of goes last. */
const rankOf = ({ number, state }: Incident): number =>
  number ?? (state.name === 'open' ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY);
