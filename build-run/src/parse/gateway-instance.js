/**
 * Identifies the gateway instance that served a request: the machine, pod or container named by the envelope, else the
 * directory of the log. Logs in one directory belong to one gateway, except in a node's `containers/` directory, which
 * holds the logs of all its pods.
 */
export function identifyGatewayInstance({ source, location }) {
  if (source !== null) return source;
  if (isSourceName(location.file)) return location.file;
  const nameStart = location.file.lastIndexOf('/') + 1;
  const directory = location.file.slice(0, nameStart);
  if (!directory.endsWith('/containers/')) return directory;
  const [pod = ''] = location.file.slice(nameStart).split('_', 1);
  return pod;
}
/** True of the name of a log that is no file, such as `docker:web-1`: each is a gateway of its own. */
export const isSourceName = (log) => /^(?:(?:docker|journald):[^/]*|standard input)$/.test(log);
