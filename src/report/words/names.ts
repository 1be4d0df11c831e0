import type { CauseId } from '../../diagnose/cause.js';
import { causeById } from '../../diagnose/causes/index.js';
import { subjectOf } from '../../diagnose/fix-target.js';
import type { GatewayId } from '../../parse/event.js';
import { code, type Piece } from '../../render/rich-text.js';

/** The upstream as people call it: the service alone where a mesh wraps it into direction, port and subset. */
export function upstreamName(upstream: string | null): string {
  if (upstream === null) return 'an upstream that the log does not name';
  const { name } = subjectOf({ upstream, peer: null });
  return upstream.includes('|') && name !== 'NAME' ? name : upstream;
}

/** The same as a value in a sentence. */
export const upstreamCode = (upstream: string | null): Piece =>
  upstream === null ? upstreamName(null) : code(upstreamName(upstream));

/** The title of a cause. */
export const causeTitle = (cause: CauseId): string => causeById(cause).title;

/** Dialects as people call them. */
export const gatewayNames: Readonly<Record<GatewayId, string>> = {
  'nginx-error': 'nginx error log',
  'nginx-access': 'nginx access log',
  'envoy-access': 'Envoy access log',
  'envoy-app': 'Envoy application log',
};
