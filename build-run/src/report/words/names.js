import { getCause } from '../../diagnose/causes/index.js';
import { buildFixTarget } from '../../diagnose/fix-target.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { code } from '../../render/rich-text.js';
/** The upstream's display name: only the service where a mesh adds direction, port and subset. */
export function formatUpstreamName(upstream) {
  if (upstream === null) return 'an upstream not named in the log';
  const { name } = buildFixTarget({ upstream, peer: null });
  return upstream.includes('|') && name !== 'NAME' ? name : upstream;
}
/** The same as a value in a sentence. */
export const formatUpstream = (upstream) =>
  upstream === null ? formatUpstreamName(null) : code(formatUpstreamName(upstream));
/** The title of a cause. */
export const getCauseTitle = (cause) => getCause(cause).title;
/** The title of a cause as an incident shows it: an answer that was cut had begun. */
export function getFaultTitle({ outcomes }, cause) {
  const { title, titleWhenCut = title } = getCause(cause);
  return outcomes.truncated * 2 > sumClientImpacting(outcomes) ? titleWhenCut : title;
}
/** Display names of the log formats. */
export const logFormatNames = {
  'nginx-error': 'nginx error log',
  'nginx-access': 'nginx access log',
  'envoy-access': 'Envoy access log',
  'envoy-app': 'Envoy application log',
  haproxy: 'HAProxy log',
  'caddy-access': 'Caddy access log',
  'caddy-error': 'Caddy error log',
  ztunnel: 'ztunnel access log',
};
