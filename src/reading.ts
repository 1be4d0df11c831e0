import type { GatewayId } from './event.js';
import type { Evidence } from './failure.js';
import type { LogRecord } from './line.js';

/** The parser's state in one file, as plain data: it is stored beside the position. */
export type Reading = {
  /** The record that further lines may still belong to. */
  readonly open: LogRecord | null;
  /** The dialect that read the latest record; tried first for the next one. */
  readonly gateway: GatewayId | null;
  readonly lines: number;
  readonly records: number;
  readonly unparsed: number;
  /** Up to three records that nothing could read. */
  readonly examples: readonly Evidence[];
  readonly latestAt: number | null;
};
