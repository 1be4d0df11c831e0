import type { Finding } from './checks.js';
import { type Ailment, complaintKey } from './issue.js';

/** Since when something was seen, or no longer seen. Not stored: a restart only makes the bot look once more. */
export type Doubts = {
  readonly seen: ReadonlyMap<string, number>;
  readonly missed: ReadonlyMap<string, number>;
};

export const noDoubts: Doubts = { seen: new Map(), missed: new Map() };

/** What is to be told: a new ailment, or what has become of one that was told. */
export type Turn =
  | { readonly name: 'began'; readonly ailment: Omit<Ailment, 'id'> }
  | { readonly name: 'again' | 'ended'; readonly ailment: Ailment };

/** What came to pass must last so long, and a clock that was set be looked at again, before anybody hears of it. */
const confirmMs = 60_000;
/** What is gone must stay away so long before it is called over. */
const calmMs = 120_000;
/** What comes back within this time is the same: its message is edited, and nobody is called again. */
const sameMs = 6 * 3_600_000;

/** What to tell, given what is wrong now and the ailments that last or ended lately. Each is told once. */
export function turnsOf(
  findings: readonly Finding[],
  known: readonly Ailment[],
  doubts: Doubts,
  now: number,
): { readonly turns: readonly Turn[]; readonly doubts: Doubts } {
  const standing = known.filter(({ endedAt }) => endedAt === null);
  const found = new Map(findings.map((finding) => [complaintKey(finding.what), finding]));
  const suspects = findings.filter(({ what }) => !standing.some(isSame(what)));
  const seen = sinceWhen(suspects, doubts.seen, now);
  const missing = standing.filter(({ what }) => !found.has(complaintKey(what)));
  const missed = sinceWhen(missing, doubts.missed, now);
  const begun = suspects
    .filter(({ what }) => now - (seen.get(complaintKey(what)) ?? now) >= confirmMs)
    .map((finding) => beginning(finding, known, now));
  const ended = missing.flatMap((ailment): Turn[] => {
    const endedAt = missed.get(complaintKey(ailment.what)) ?? now;
    return now - endedAt >= calmMs ? [{ name: 'ended', ailment: { ...ailment, endedAt } }] : [];
  });
  return { turns: [...begun, ...ended], doubts: { seen, missed } };
}

const isSame = (what: Finding['what']) => (other: Pick<Finding, 'what'>) =>
  complaintKey(other.what) === complaintKey(what);

/** A clock that steps back must not make a doubt last longer. */
const sinceWhen = (
  those: readonly Pick<Finding, 'what'>[],
  before: ReadonlyMap<string, number>,
  now: number,
): ReadonlyMap<string, number> =>
  new Map(
    those.map(({ what }) => [complaintKey(what), Math.min(before.get(complaintKey(what)) ?? now, now)]),
  );

function beginning({ what, since }: Finding, known: readonly Ailment[], now: number): Turn {
  const before = known.find((each) => isSame(what)(each) && now - (each.endedAt ?? now) < sameMs);
  return before === undefined
    ? { name: 'began', ailment: { what, since, endedAt: null } }
    : { name: 'again', ailment: { ...before, what, since, endedAt: null } };
}
