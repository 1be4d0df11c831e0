/** Parses a Linux error number or text, such as `111` or `Connection refused`; undefined if unknown. */
export function parseErrno(numberOrText) {
  return byNumber.get(numberOrText) ?? byText.get(numberOrText.toLowerCase());
}
const errnos = [
  ['EPERM', '1', 'operation not permitted'],
  ['ENOENT', '2', 'no such file or directory'],
  ['EAGAIN', '11', 'resource temporarily unavailable'],
  ['ENOMEM', '12', 'cannot allocate memory', 'out of memory'],
  ['EACCES', '13', 'permission denied'],
  ['ENOTDIR', '20', 'not a directory'],
  ['EINVAL', '22', 'invalid argument'],
  ['ENFILE', '23', 'too many open files in system'],
  ['EMFILE', '24', 'too many open files', 'no file descriptors available'],
  ['EPIPE', '32', 'broken pipe'],
  ['EAFNOSUPPORT', '97', 'address family not supported by protocol'],
  ['EADDRINUSE', '98', 'address already in use', 'address in use'],
  ['EADDRNOTAVAIL', '99', 'cannot assign requested address', 'address not available'],
  ['ENETDOWN', '100', 'network is down'],
  ['ENETUNREACH', '101', 'network is unreachable', 'network unreachable'],
  ['ECONNRESET', '104', 'connection reset by peer'],
  ['ENOBUFS', '105', 'no buffer space available'],
  ['ENOTCONN', '107', 'transport endpoint is not connected', 'socket not connected'],
  ['ETIMEDOUT', '110', 'connection timed out', 'operation timed out'],
  ['ECONNREFUSED', '111', 'connection refused'],
  ['EHOSTDOWN', '112', 'host is down'],
  ['EHOSTUNREACH', '113', 'no route to host', 'host is unreachable'],
];
const byNumber = new Map(errnos.map(([symptom, number]) => [number, symptom]));
const byText = new Map(errnos.flatMap(([symptom, , ...texts]) => texts.map((text) => [text, symptom])));
