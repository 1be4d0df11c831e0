import type { Request } from './event.js';

/**
 * The machine, pod or container whose gateway served a request: as the envelope of its line names it, else by where its
 * log lies. Two logs in one directory are taken for those of one gateway, but for the one in which a node keeps the logs
 * of all its containers.
 */
export function identifyGatewayInstance({ source, location }: Pick<Request, 'source' | 'location'>): string {
  if (source !== null) return source;
  const nameStart = location.file.lastIndexOf('/') + 1;
  const directory = location.file.slice(0, nameStart);
  const [pod = ''] = location.file.slice(nameStart).split('_', 1);
  return directory.endsWith('/containers/') ? pod : directory;
}
