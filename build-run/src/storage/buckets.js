import { dayMs, hourMs, minuteMs } from '../base/duration.js';
/** Lengths of the buckets that counts are kept in, in UTC, by the suffix of the table name. */
export const bucketWidthsMs = { minute: minuteMs, hour: hourMs, day: dayMs };
/** The start of the bucket of this width that holds `at`. */
export const floorToBucket = (at, widthMs) => Math.floor(at / widthMs) * widthMs;
/** `at` itself when a bucket starts there, else the start of the next one. */
export const ceilToBucket = (at, widthMs) => Math.ceil(at / widthMs) * widthMs;
