import type { Request } from './event.js';

/**
 * The machine, pod or container whose gateway served a request: as the envelope of its line names it, else by where its
 * log lies. Two logs in one directory are taken for those of one gateway, but for the one in which a node keeps the logs
 * of all its containers.
 */
export function gatewayHostOf({ source, place }: Pick<Request, 'source' | 'place'>): string {
  if (source !== null) return source;
  const [, directory = '', name = ''] = /^(.*?)([^/]*)$/s.exec(place.file) ?? [];
  return directory.endsWith('/containers/') ? (name.split('_')[0] ?? name) : directory;
}
