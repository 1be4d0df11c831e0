import type { Failure } from './failure.js';
import { nothingKnown, subjectOf } from './subject.js';

/**
 * What a failure's peer serves where no record names its upstream: `shop.example:8080`. Behind one service addresses come
 * and go, and three hundred of them are still one upstream. Null where the upstream has a name.
 */
export function serviceOf({ upstream, peer, server, host }: Served): string | null {
  const site = server ?? host;
  if (site === null || peer === null || upstream !== peer) return null;
  const { port } = subjectOf({ peer, upstream: null });
  return port === nothingKnown.port ? null : `${site}:${port}`;
}

type Served = Pick<Failure, 'upstream' | 'peer' | 'server' | 'host'>;
