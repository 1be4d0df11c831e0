import { decodeRecord } from '../../src/parse/decoders.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
/** The known formats, and a clock in UTC. */
export const options = {
  toEpochMs: (year, month, day, hour, minute, second) => Date.UTC(year, month - 1, day, hour, minute, second),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
/** Decodes a line without its envelope. */
export const decodeLine = (text) =>
  decodeRecord(
    { text, location: { file: 'gateway.log', byte: 0, line: 1 }, stampedAt: null, source: null },
    options,
  );
