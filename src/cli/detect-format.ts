import { type AccessFields, accessFieldsOf } from '../parse/access-fields.js';
import type { Dialect } from '../parse/decoder.js';
import { unwrap } from '../parse/envelope/unwrap.js';
import type { GatewayId } from '../parse/event.js';
import { beginReading, closeReading, type Reading, readLines } from '../parse/parse-lines.js';
import { linesOf } from '../tail/read-whole.js';

/** Records at the beginning of a file that are looked at: enough to know its format. */
const sampleRecords = 200;

/** How the beginning of a file reads. */
export async function sampleOf(path: string, dialect: Dialect): Promise<Reading> {
  let reading = beginReading;
  for await (const lines of linesOf(path)) {
    reading = readLines(reading, lines.slice(0, sampleRecords), dialect, 0).reading;
    if (reading.records >= sampleRecords) break;
  }
  return closeReading(reading, dialect, 0).reading;
}

/** What the access lines at the beginning of a file can tell; undefined where none could be read. */
export async function fieldsOf(
  path: string,
  gateway: GatewayId,
  dialect: Dialect,
): Promise<AccessFields | undefined> {
  let all: AccessFields | undefined;
  for await (const lines of linesOf(path)) {
    for (const { text } of lines.slice(0, sampleRecords)) {
      const fields = accessFieldsOf(unwrap(text).text, gateway, dialect);
      if (fields !== undefined && fields.format !== null) return fields;
      if (fields !== undefined) all = { ...fields, names: new Set([...(all?.names ?? []), ...fields.names]) };
    }
    break;
  }
  return all;
}

/** The dialects of files that can be read: what is there before the first failure is known to be waited for. */
export async function gatewaysIn(
  paths: readonly string[],
  dialectOf: (path: string) => Dialect,
): Promise<readonly GatewayId[]> {
  const gateways = new Set<GatewayId>();
  for (const path of paths) {
    const reading = await sampleOf(path, dialectOf(path)).catch(() => null);
    if (reading?.gateway) gateways.add(reading.gateway);
  }
  return [...gateways];
}
