import { listCauseSteps } from '../cause.js';
import { isLocalCauseId } from '../causes/local.js';
import { caddyAdvice } from './caddy.js';
import { haproxyAdvice } from './haproxy.js';
import { ztunnelAdvice } from './ztunnel.js';

const adviceByProduct = {
  haproxy: haproxyAdvice,
  ztunnel: ztunnelAdvice,
  caddy: caddyAdvice,
};
/** The steps for a cause on this product, as far as the facts do not exclude them. */
export function listProductSteps(cause, product, facts) {
  if (isInCatalogue(product)) return listCauseSteps(cause, product, facts);
  // What a user has taught holds for every product.
  if (isLocalCauseId(cause.id)) return listCauseSteps(cause, 'nginx', facts);
  const advice = adviceByProduct[product];
  return (advice.causes[cause.id] ?? advice.steps)(facts);
}
/** Warnings that hold on this product: those with the name of a setting only hold where it exists. */
export const listProductWarnings = ({ avoid }, product) =>
  isInCatalogue(product) ? avoid : avoid.filter((warning) => !settingName.test(warning));
const settingName = /\w_\w|nginx|Envoy|mesh|\bpods?\b|directive|\bbuffer|ipv6=|gauge|control plane/;
const isInCatalogue = (product) => product === 'nginx' || product === 'envoy';
