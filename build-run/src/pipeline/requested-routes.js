import { normalizeRoute } from '../parse/route-template.js';
/**
 * Finds what requests ask for: one object for equal routes, so that they are compared fast. Cached by target, as a few
 * targets repeat and finding a route is slow.
 */
export class RequestedRoutes {
  #byTarget = new Map();
  #byRoute = new Map();
  /** The route of a request; null if the record does not say. */
  find({ request, host }) {
    if (request === null) return null;
    const { method, target } = request;
    const cached = this.#byTarget.get(target);
    const known = cached === undefined ? this.#addTarget(target) : cached;
    if (known === null) return null;
    for (const requested of known.requested)
      if (requested.method === method && requested.host === host) return requested;
    const requested = { method, host, route: known.route };
    if (known.requested.length >= requestedPerRouteMax) known.requested.shift();
    known.requested.push(requested);
    return requested;
  }
  #addTarget(target) {
    const route = normalizeRoute(target);
    const known = route === null ? null : (this.#byRoute.get(route) ?? this.#addRoute(route));
    if (target.length > cachedTargetCharsMax) return known;
    if (this.#byTarget.size >= cachedMax) this.#byTarget.clear();
    this.#byTarget.set(target, known);
    return known;
  }
  #addRoute(route) {
    if (this.#byRoute.size >= cachedMax) this.#byRoute.clear();
    const known = { route, requested: [] };
    this.#byRoute.set(route, known);
    return known;
  }
}
/** Targets that are cached, and routes; targets that are longer are not. */
const cachedMax = 2_000;
const cachedTargetCharsMax = 200;
const requestedPerRouteMax = 50;
