/** Remembers what was handled, for as long as Slack may deliver it again. */
export type Seen = { firstTime(id: string, now: number): boolean };

/** Slack repeats a delivery for up to some minutes; an hour is well beyond. */
const keepMs = 3_600_000;

/** Keeps at most `idsMax` ids, the oldest going first. */
export function seen(idsMax = 20_000): Seen {
  const at = new Map<string, number>();

  /** Ids stand in the order in which they came, so the first that may stay ends the search. */
  const forgetOld = (now: number) => {
    for (const [id, cameAt] of at) {
      if (at.size <= idsMax && now - cameAt < keepMs) return;
      at.delete(id);
    }
  };

  return {
    firstTime: (id, now) => {
      forgetOld(now);
      if (at.has(id)) return false;
      at.set(id, now);
      forgetOld(now);
      return true;
    },
  };
}
