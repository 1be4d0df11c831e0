import type { Event, LogFormatId } from './event.js';
import type { LogRecord } from './line.js';

/** How one log dialect becomes events. An entry of the catalogue in `gateways/`. */
export type Decoder = {
  readonly id: LogFormatId;
  readonly product: Product;
  /** True when the line begins a record of this dialect. A line that begins none continues the record before it. */
  readonly isRecordStart: (line: string) => boolean;
  /** True when no further line can belong to the record: nothing is waited for. */
  readonly isRecordComplete: (record: string) => boolean;
  /** What the record says, or undefined when it is not written in this dialect. */
  readonly decode: (record: LogRecord, options: DecoderOptions) => Event | undefined;
};

/** What the configuration says about how logs are written. */
export type DecoderOptions = {
  /** Epoch ms of a wall-clock time without a zone, in the zone of `LOG_TIMEZONE`. Months count from 1. */
  readonly toEpochMs: (
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  ) => number;
  /** How long after this instant the clocks of that zone show the same time once more, 0 at most times. Absent where they never go back. */
  readonly repeatedAfterMs?: (at: number) => number;
  /** nginx `log_format` strings, the configured ones first. */
  readonly nginxFormats: readonly AccessFormat[];
  /** Envoy format strings, the configured ones first. */
  readonly envoyFormats: readonly AccessFormat[];
  /** The variable or operator that names the customer, where one is configured. */
  readonly customerField?: string;
};

/** A compiled access log format: the values of one line by variable or operator name, or undefined when the line does not fit. */
export type AccessFormat = {
  /** What people call it (`combined`, `upstreaminfo`, `istio`), or the format string itself. */
  readonly name: string;
  readonly extract: (line: string) => AccessValues | undefined;
  /** Names of all variables or operators in the format: what is not in here cannot be told from it. */
  readonly fields: ReadonlySet<string>;
};

/** Decoded values by name without `$` or `%`: `upstream_addr`, `RESPONSE_CODE`, `REQ(:METHOD)`. Unset values are absent. */
export type AccessValues = ReadonlyMap<string, string>;

/** The two families of gateways, which need different commands for the same cause. */
export type Product = 'nginx' | 'envoy';

/** A format string, for the files that match `glob`, or for all when it is null. */
export type LogFormatRule = { readonly glob: string | null; readonly format: string };

/** The family whose commands fit a dialect; nginx where nothing tells, since most gateways are. */
export const getProduct = (gateway: LogFormatId | undefined): Product =>
  gateway === 'envoy-access' || gateway === 'envoy-app' ? 'envoy' : 'nginx';
