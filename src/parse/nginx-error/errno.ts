import type { Symptom } from '../event.js';

/** An errno, independent of the platform, or an error of nginx's resolver in the same notation. */
export type ErrnoName = Extract<Symptom, `E${string}` | 'name-server-failed'> | 'no-such-name';

/**
 * Identifies the errno in `(111: Connection refused)`. Below 33 and from 97 on, Linux's numbers decide, as no other platform
 * uses them differently; between, BSD has other meanings, so the text decides. Windows has its own numbers.
 */
export const identifyErrno = (number: number, text: string): ErrnoName => {
  const byText = errnosByText.get(text.trim().toLowerCase());
  if (number < 7 && byText !== undefined) return byText;
  return linuxErrnos.get(number) ?? windowsErrnos.get(number) ?? byText ?? 'EOTHER';
};

const linuxErrnos: ReadonlyMap<number, ErrnoName> = new Map<number, ErrnoName>([
  [1, 'EPERM'],
  [2, 'ENOENT'],
  [3, 'no-such-name'],
  [11, 'EAGAIN'],
  [12, 'ENOMEM'],
  [13, 'EACCES'],
  [20, 'ENOTDIR'],
  [22, 'EINVAL'],
  [23, 'ENFILE'],
  [24, 'EMFILE'],
  [28, 'ENOSPC'],
  [30, 'EROFS'],
  [32, 'EPIPE'],
  [97, 'EAFNOSUPPORT'],
  [98, 'EADDRINUSE'],
  [99, 'EADDRNOTAVAIL'],
  [100, 'ENETDOWN'],
  [101, 'ENETUNREACH'],
  [104, 'ECONNRESET'],
  [105, 'ENOBUFS'],
  [107, 'ENOTCONN'],
  [110, 'ETIMEDOUT'],
  [111, 'ECONNREFUSED'],
  [112, 'EHOSTDOWN'],
  [113, 'EHOSTUNREACH'],
  [122, 'ENOSPC'],
]);

const windowsErrnos: ReadonlyMap<number, ErrnoName> = new Map<number, ErrnoName>([
  [10013, 'EACCES'],
  [10022, 'EINVAL'],
  [10024, 'EMFILE'],
  [10047, 'EAFNOSUPPORT'],
  [10048, 'EADDRINUSE'],
  [10049, 'EADDRNOTAVAIL'],
  [10050, 'ENETDOWN'],
  [10051, 'ENETUNREACH'],
  [10053, 'ECONNRESET'],
  [10054, 'ECONNRESET'],
  [10055, 'ENOBUFS'],
  [10057, 'ENOTCONN'],
  [10060, 'ETIMEDOUT'],
  [10061, 'ECONNREFUSED'],
  [10064, 'EHOSTDOWN'],
  [10065, 'EHOSTUNREACH'],
]);

/** Texts of glibc, musl, BSD and Windows, in lower case. */
const errnosByText: ReadonlyMap<string, ErrnoName> = new Map<string, ErrnoName>([
  ['operation not permitted', 'EPERM'],
  ['no such file or directory', 'ENOENT'],
  ['resource temporarily unavailable', 'EAGAIN'],
  ['address family not supported by protocol', 'EAFNOSUPPORT'],
  ['address family not supported by protocol family', 'EAFNOSUPPORT'],
  ['address already in use', 'EADDRINUSE'],
  ['address in use', 'EADDRINUSE'],
  ["can't assign requested address", 'EADDRNOTAVAIL'],
  ['cannot assign requested address', 'EADDRNOTAVAIL'],
  ['address not available', 'EADDRNOTAVAIL'],
  ['network is down', 'ENETDOWN'],
  ['network is unreachable', 'ENETUNREACH'],
  ['network unreachable', 'ENETUNREACH'],
  ['software caused connection abort', 'ECONNRESET'],
  ['connection aborted', 'ECONNRESET'],
  ['connection reset by peer', 'ECONNRESET'],
  ['no buffer space available', 'ENOBUFS'],
  ['transport endpoint is not connected', 'ENOTCONN'],
  ['socket is not connected', 'ENOTCONN'],
  ['socket not connected', 'ENOTCONN'],
  ['connection timed out', 'ETIMEDOUT'],
  ['operation timed out', 'ETIMEDOUT'],
  ['connection refused', 'ECONNREFUSED'],
  ['host is down', 'EHOSTDOWN'],
  ['no route to host', 'EHOSTUNREACH'],
  ['host is unreachable', 'EHOSTUNREACH'],
  ['broken pipe', 'EPIPE'],
  ['permission denied', 'EACCES'],
  ['host not found', 'no-such-name'],
  ['format error', 'name-server-failed'],
  ['server failure', 'name-server-failed'],
  ['unimplemented', 'name-server-failed'],
  ['operation refused', 'name-server-failed'],
]);
