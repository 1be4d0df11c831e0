/** Why the channel hears something now. */
export const reasons = [
  'opened',
  'spread',
  'worsened',
  'still-failing',
  'acknowledged',
  'recovered',
  'reopened',
] as const;
export type Reason = (typeof reasons)[number];

/** What the channel has heard of one incident. */
export type Told = {
  readonly reason: Reason;
  readonly at: number;
  /** Failures that clients saw or may have seen, as last told. */
  readonly alarming: number;
  /** Peers that were named. */
  readonly peers: number;
  readonly acknowledged: boolean;
  readonly resolved: boolean;
};
