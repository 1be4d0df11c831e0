/** Lengths and starts of the buckets that counts are kept in, in UTC. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The same by the ends of the names that tables of counts have. */
export const bucketWidthsMs = { minute: minuteMs, hour: hourMs, day: dayMs } as const;

/** The start of the bucket of this width that holds `at`. */
export const floorToBucket = (at: number, widthMs: number): number => Math.floor(at / widthMs) * widthMs;

/** `at` itself when a bucket starts there, else the start of the next one. */
export const ceilToBucket = (at: number, widthMs: number): number => Math.ceil(at / widthMs) * widthMs;
