import type { AccessValues } from '../../gateway.js';

/**
 * True when the answer is as long as nginx's own error page for this status: a fixed text and the signature. Strong
 * evidence that the gateway made it, unless an upstream sent as many bytes.
 */
export function isOwnPage(status: number, values: AccessValues): boolean {
  const bytes = Number(values.get('body_bytes_sent') ?? Number.NaN);
  const base = pageBytes[status];
  return base !== undefined && paddings.some((padding) => signatureBytes.has(bytes - base - padding));
}

/** The pages without signature. */
const pageBytes: Readonly<Record<number, number>> = { 500: 165, 502: 145, 503: 185, 504: 155 };
/** `nginx` and `openresty`, alone and with version, and nginx with the distribution's name. */
const signatureBytes: ReadonlySet<number> = new Set([5, 9, 11, 12, 13, 18, 19, 21, 22]);
/** The comment against Internet Explorer's own pages (also sent to Chrome); the background colour before 1.15. */
const paddings = [0, 402, 16, 418];
