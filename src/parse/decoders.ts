import type { Dialect, Gateway } from './decoder.js';
import { envoyAccess } from './envoy-access/decoder.js';
import { envoyApp } from './envoy-app/decoder.js';
import type { Event, GatewayId } from './event.js';
import type { LogRecord } from './line.js';
import { nginxAccess } from './nginx-access/decoder.js';
import { nginxError } from './nginx-error/decoder.js';

/** Every dialect. To add one: its file, and its line here. */
export const gateways: readonly Gateway[] = [nginxError, envoyAccess, nginxAccess, envoyApp];

/** True when the line begins a record of some dialect. */
export const beginsRecord = (line: string): boolean => gateways.some((gateway) => gateway.begins(line));

/** True when no further line can belong to the record. */
export function isWhole(record: string): boolean {
  const gateway = gateways.find((candidate) => candidate.begins(record));
  return gateway === undefined || gateway.isWhole(record);
}

/**
 * What the record says, by the first dialect that understands it. Those that begin their records like this are asked
 * first, and among them the one that read the record before it; then the rest, as a record may have lost its beginning.
 * Undefined when nobody understands it.
 */
export function readRecord(
  record: LogRecord,
  dialect: Dialect,
  preferred: GatewayId | null = null,
): Event | undefined {
  const rank = ({ id, begins }: Gateway) => (begins(record.text) ? (id === preferred ? 0 : 1) : 2);
  const ranked = gateways.map((gateway) => ({ gateway, rank: rank(gateway) }));
  for (const { gateway } of ranked.sort((one, other) => one.rank - other.rank)) {
    const event = gateway.read(record, dialect);
    if (event !== undefined) return event;
  }
  return undefined;
}
