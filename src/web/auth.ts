import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpConfig } from '../config/config.js';

/** Whether a request may read, and if not, why. `enter`: it showed the token in its address, and gets a cookie instead. */
export type AuthResult =
  | { readonly type: 'authorized' }
  | { readonly type: 'set-cookie'; readonly cookie: string; readonly location: string }
  | { readonly type: 'denied'; readonly status: 401 | 403; readonly reason: string };

/** Judges a request by what it shows: the token where there is one, else that it means this machine. */
export function authorizeRequest({ headers }: IncomingMessage, url: URL, { token }: HttpConfig): AuthResult {
  // A page of somebody else whose name was made to point here would read along in the reader's browser.
  if (token === null) return isLocalHost(headers.host) ? { type: 'authorized' } : foreignHost;
  const bearer = /^Bearer ([\w-]{1,300})$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return isEqual(bearer, token) ? { type: 'authorized' } : wrongToken;
  const queryToken = url.searchParams.get('token');
  if (queryToken !== null) return isEqual(queryToken, token) ? redirectWithCookie(url, token) : wrongToken;
  return readCookies(headers.cookie).some((value) => isEqual(value, deriveCookieValue(token)))
    ? { type: 'authorized' }
    : missingToken;
}

const cookieName = 'badgateway';
const cookieDays = 30;

const foreignHost: AuthResult = {
  type: 'denied',
  status: 403,
  reason:
    'This page is for this machine alone: ask for localhost, or set HTTP_HOST and HTTP_TOKEN to share it.',
};
const missingToken: AuthResult = {
  type: 'denied',
  status: 401,
  reason: 'Show the token: open /?token=HTTP_TOKEN once in a browser, or send it as a bearer token.',
};
const wrongToken: AuthResult = {
  type: 'denied',
  status: 401,
  reason: 'This token is not the one in HTTP_TOKEN.',
};

/** On to the same page without the token, which would stay in histories and logs. */
function redirectWithCookie(url: URL, token: string): AuthResult {
  const query = new URLSearchParams(url.searchParams);
  query.delete('token');
  const rest = query.toString();
  return {
    type: 'set-cookie',
    cookie: `${cookieName}=${deriveCookieValue(token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieDays * 86_400}`,
    // One slash at the start: with two, a browser would go to another host.
    location: `/${url.pathname.replace(/^[/\\]+/, '')}${rest === '' ? '' : `?${rest}`}`,
  };
}

/** What a browser keeps: it opens the page and does not tell the token. */
const deriveCookieValue = (token: string): string =>
  createHmac('sha256', token).update('badgateway page').digest('base64url');

const readCookies = (header = ''): readonly string[] =>
  header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${cookieName}=`))
    .map((part) => part.slice(cookieName.length + 1));

/** Takes the same time whatever the difference. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string) => createHash('sha256').update(text).digest();

const isLocalHost = (host = ''): boolean =>
  /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i.test(host);
