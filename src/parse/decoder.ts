import type { Event, LogFormatId } from './event.js';
import type { LogRecord } from './line.js';
import type { LocalPatternFinder } from './local-patterns.js';

/** Turns the records of one log format into events. Each format has its own folder; `decoders.ts` lists them all. */
export type Decoder = {
  readonly id: LogFormatId;
  /** True if the line starts a record of this format. Any other line continues the previous record. */
  readonly isRecordStart: (line: string) => boolean;
  /** True if no further line can belong to the record, so that it is decoded at once. */
  readonly isRecordComplete: (record: string) => boolean;
  /** Decodes a record; undefined if it is not in this format. */
  readonly decode: (record: LogRecord, options: DecoderOptions) => Event | undefined;
  /** Says how far a line that it does not accept is like this format; undefined if not at all. */
  readonly findStop?: (line: string, options: DecoderOptions) => FormatStop | undefined;
};

/** The place where a line stops being like a format. */
export type FormatStop = {
  /** The common name or the string of an access format; null for a format that has only one. */
  readonly format: string | null;
  /** Index of the character where something else was expected. */
  readonly position: number;
  /** What was expected there: `$status, three digits`. */
  readonly expected: string;
  /** How much of what only this format has was found before: values of a known shape, and signs between them. */
  readonly evidence: number;
};

/** Settings that affect decoding: timezone, access log formats, customer field. */
export type DecoderOptions = {
  /** Converts a wall-clock time in `LOG_TIMEZONE` to epoch ms. Months count from 1. */
  readonly toEpochMs: (
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  ) => number;
  /** Milliseconds after `at` when clocks in that timezone show the same time again; 0 at most times. Absent where clocks never go back. */
  readonly repeatedAfterMs?: (at: number) => number;
  /** nginx `log_format` strings, the configured ones first. */
  readonly nginxFormats: readonly AccessFormat[];
  /** Envoy format strings, the configured ones first. */
  readonly envoyFormats: readonly AccessFormat[];
  /** The variable or operator that names the customer, if one is configured. */
  readonly customerField?: string;
  /** What a user has taught about lines that are not understood. */
  readonly findLocalPattern?: LocalPatternFinder;
};

/** A compiled access log format. */
export type AccessFormat = {
  /** Its common name (`combined`, `upstreaminfo`, `istio`), or the format string itself. */
  readonly name: string;
  /** Values of a line by variable or operator name; undefined if the line does not match. */
  readonly extract: (line: string) => AccessValues | undefined;
  /** All variables or operators of the format, set in a line or not. */
  readonly fields: ReadonlySet<string>;
  /** Says how far a line fits that does not match. Absent for JSON. */
  readonly findStop?: (line: string) => FormatStop;
};

/** Decoded values by name without `$` or `%`, such as `upstream_addr`, `RESPONSE_CODE`, `REQ(:METHOD)`. Unset values are absent. */
export type AccessValues = ReadonlyMap<string, string>;

/** Gateway product. The same cause needs different commands on each. */
export type Product = CatalogueProduct | 'haproxy' | 'caddy' | 'ztunnel';

/** Products whose commands stand with each cause. Those of others stand in `src/diagnose/advice/`, one file each. */
export type CatalogueProduct = 'nginx' | 'envoy';

/** A format string for the files that match `glob`; for all files if `glob` is null. */
export type LogFormatRule = { readonly glob: string | null; readonly format: string };

/** Returns the product that writes a log format; nginx if unknown, as most gateways are. */
export const getProduct = (format: LogFormatId | undefined): Product =>
  format === undefined ? 'nginx' : productsByFormat[format];

const productsByFormat: Readonly<Record<LogFormatId, Product>> = {
  'nginx-error': 'nginx',
  'nginx-access': 'nginx',
  'envoy-access': 'envoy',
  'envoy-app': 'envoy',
  haproxy: 'haproxy',
  ztunnel: 'ztunnel',
  'caddy-access': 'caddy',
  'caddy-error': 'caddy',
};
