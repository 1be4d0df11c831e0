import type { ReadyFile } from '../render/attachment.js';
import type { Delivery } from './channel.js';
import type { Eventual } from './outbox.js';

/** Files that follow a report into its thread. They travel apart from its message, which waits for nothing. */
export type Parcel = {
  readonly id: number;
  /** The day of the report, or `week-2026-11-21`. */
  readonly report: string;
  readonly part: ParcelPart;
  /** Where the report stands in the channel. */
  readonly ts: string;
  /** Tries that failed. */
  readonly attempts: number;
  readonly writtenAt: number;
};

export const parcelParts = ['page', 'charts'] as const;
export type ParcelPart = (typeof parcelParts)[number];

/** The parcels that wait. Implemented by `store/`. */
export type Parcels = {
  /** The first whose report stands in the channel and that may be tried now. */
  nextParcel(now: number): Parcel | undefined;
};

/** What became of parcels; each is committed when its call returns. Implemented by `store/`. */
export type ParcelMarks = {
  /** Committed before it can be seen. What is on its way when the program dies is never sent again. */
  markParcelSending(id: number): void;
  markParcelSent(id: number): void;
  postponeParcel(id: number, notBefore: number, why: string): void;
  /** Gives up on all that still waits for the same report. */
  dropParcels(id: number, why: string): void;
};

/** Takes files into a thread of the channel. */
export interface Carrier {
  /** Takes them as far as they can go without being seen. */
  prepare(files: readonly ReadyFile[]): Promise<Prepared | Hindrance>;
  /** Says there why files will not come. */
  excuse(why: string, thread: string): Promise<unknown>;
}
export type Prepared = { readonly name: 'prepared'; readonly show: (thread: string) => Promise<Delivery> };
export type Hindrance = Extract<Delivery, { name: 'later' | 'refused' }>;

export type ParcelOffice = Parcels & Eventual<ParcelMarks>;

/** Sends one waiting parcel. True when there was one: call again. */
export async function sendParcel(
  office: ParcelOffice,
  carrier: Carrier,
  make: (parcel: Parcel) => Promise<readonly ReadyFile[]>,
  clock: () => number,
): Promise<boolean> {
  const parcel = office.nextParcel(clock());
  if (parcel === undefined) return false;
  const { id, ts } = parcel;
  const files = await make(parcel).catch(unmade);
  if ('name' in files) await settle(parcel, files, office, carrier, clock());
  else if (files.length === 0) await office.markParcelSent(id);
  else {
    const prepared = await carrier.prepare(files);
    if (prepared.name !== 'prepared') await settle(parcel, prepared, office, carrier, clock());
    else {
      await office.markParcelSending(id);
      await settle(parcel, await prepared.show(ts), office, carrier, clock());
    }
  }
  return true;
}

const unmade = (error: unknown): Hindrance => ({
  name: 'later',
  afterMs: 0,
  why: `they could not be made (${error instanceof Error ? error.message : String(error)})`,
});

async function settle(
  { id, ts, attempts, writtenAt }: Parcel,
  delivery: Delivery,
  office: ParcelOffice,
  carrier: Carrier,
  now: number,
): Promise<void> {
  const giveUp = async (why: string) => {
    await office.dropParcels(id, why);
    await carrier.excuse(why, ts);
  };
  switch (delivery.name) {
    case 'delivered':
      return office.markParcelSent(id);
    case 'unknown':
      // It may be there: files that are missing can be asked for, files that are there twice cannot be taken away.
      return office.markParcelSent(id);
    case 'later': {
      const pauseMs = Math.max(delivery.afterMs, Math.min(firstPauseMs * 2 ** attempts, pauseMsMax));
      return now + pauseMs > writtenAt + waitMsMax
        ? giveUp(delivery.why)
        : office.postponeParcel(id, now + pauseMs, delivery.why);
    }
    case 'refused':
      return giveUp(delivery.why);
  }
}

const firstPauseMs = 30_000;
const pauseMsMax = 3_600_000;
/** In the afternoon nobody looks for the files of the morning; whoever does can ask for them. */
const waitMsMax = 6 * 3_600_000;
