import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpConfig } from '../config/config.js';

/** Whether a request may read, and if not, why. `enter`: it showed the token in its address, and gets a cookie instead. */
export type Verdict =
  | { readonly name: 'welcome' }
  | { readonly name: 'enter'; readonly cookie: string; readonly to: string }
  | { readonly name: 'refused'; readonly status: 401 | 403; readonly why: string };

/** Judges a request by what it shows: the token where there is one, else that it means this machine. */
export function verdictOn({ headers }: IncomingMessage, url: URL, { token }: HttpConfig): Verdict {
  // A page of somebody else whose name was made to point here would read along in the reader's browser.
  if (token === null) return namesThisMachine(headers.host) ? { name: 'welcome' } : strangeHost;
  const bearer = /^Bearer ([\w-]{1,300})$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return same(bearer, token) ? { name: 'welcome' } : wrongToken;
  const shown = url.searchParams.get('token');
  if (shown !== null) return same(shown, token) ? entrance(url, token) : wrongToken;
  return cookiesIn(headers.cookie).some((value) => same(value, passFor(token)))
    ? { name: 'welcome' }
    : noToken;
}

const cookieName = 'badgateway';
const cookieDays = 30;

const strangeHost: Verdict = {
  name: 'refused',
  status: 403,
  why: 'This page is for this machine alone: ask for localhost, or set HTTP_HOST and HTTP_TOKEN to share it.',
};
const noToken: Verdict = {
  name: 'refused',
  status: 401,
  why: 'Show the token: open /?token=HTTP_TOKEN once in a browser, or send it as a bearer token.',
};
const wrongToken: Verdict = { name: 'refused', status: 401, why: 'This token is not the one in HTTP_TOKEN.' };

/** On to the same page without the token, which would stay in histories and logs. */
function entrance(url: URL, token: string): Verdict {
  const query = new URLSearchParams(url.searchParams);
  query.delete('token');
  const rest = query.toString();
  return {
    name: 'enter',
    cookie: `${cookieName}=${passFor(token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieDays * 86_400}`,
    // One slash at the start: with two, a browser would go to another host.
    to: `/${url.pathname.replace(/^[/\\]+/, '')}${rest === '' ? '' : `?${rest}`}`,
  };
}

/** What a browser keeps: it opens the page and does not tell the token. */
const passFor = (token: string): string =>
  createHmac('sha256', token).update('badgateway page').digest('base64url');

const cookiesIn = (header = ''): readonly string[] =>
  header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${cookieName}=`))
    .map((part) => part.slice(cookieName.length + 1));

/** Takes the same time whatever the difference. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string) => createHash('sha256').update(text).digest();

const namesThisMachine = (host = ''): boolean =>
  /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i.test(host);
