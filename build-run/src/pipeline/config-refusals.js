import { LRUCache } from 'lru-cache';
import { hourMs } from '../base/duration.js';
import { identifyGatewayInstance } from '../parse/gateway-instance.js';
/**
 * Tells that a gateway refused its configuration. A reload that fails so leaves the old workers at their work, and no
 * request fails until the next restart.
 */
export class ConfigRefusals {
  #toldAt = new LRUCache({ max: refusalsMax });
  /** Notes a reload or restart, or the attempt at one: a refusal behind it is another one. */
  recordReload() {
    this.#toldAt.clear();
  }
  /** The change that the record tells; null when it was told within the hour: deploys try again, and so do supervisors. */
  record(event, now) {
    const { gateway, location, source, text } = event;
    const reason = event.type === 'attempt' ? event.finding.message : event.message;
    const at = event.at ?? now;
    const key = `${identifyGatewayInstance(event)}\n${reason}`;
    if (Math.abs(at - (this.#toldAt.get(key) ?? -Infinity)) < hourMs) return null;
    this.#toldAt.set(key, at);
    const message = `nginx refused its configuration: ${reason} (until that is mended, nginx does not start again)`;
    return { type: 'change', kind: 'refused-config', gateway, location, at, source, text, message };
  }
}
const refusalsMax = 500;
