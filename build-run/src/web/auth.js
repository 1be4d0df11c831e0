import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCookie } from 'hono/cookie';
import { minuteMs } from '../base/duration.js';
import { pluralize } from '../base/format-number.js';
import { extractHost, isLoopbackHost } from '../base/ip-address.js';
import { respondText } from './respond.js';
/**
 * Lets a request through when it may read. With a token configured, a request needs it as a bearer token, as a cookie
 * or once as `?token=`, which is exchanged for the cookie. Without one, it must address this machine by its own name.
 */
export function requireReader({ token }, report) {
  let wrongTokens = 0;
  let reportedAt = -Infinity;
  /** Tells of guesses once a minute, and lets each one wait. */
  const refuseToken = async ({ incoming }) => {
    wrongTokens += 1;
    const now = performance.now();
    if (now - reportedAt >= minuteMs) {
      const address = incoming.socket.remoteAddress ?? 'unknown';
      report(
        `Refused ${pluralize(wrongTokens, 'request')} with a wrong HTTP_TOKEN, the latest from ${address}.`,
      );
      wrongTokens = 0;
      reportedAt = now;
    }
    await sleep(guessDelayMs);
    return respondUnauthorized(wrongToken);
  };
  return async (context, next) => {
    const { req, env } = context;
    // DNS rebinding: a foreign name that resolves to this machine would let its page read along in the browser.
    if (token === null) return isLocalHost(req.header('host')) ? next() : respondText(403, foreignHost);
    const bearer = /^Bearer ([\w-]{1,300})$/i.exec(req.header('authorization') ?? '')?.[1];
    if (bearer !== undefined) return isEqual(bearer, token) ? next() : refuseToken(env);
    const queryToken = req.query('token');
    if (queryToken !== undefined)
      return isEqual(queryToken, token)
        ? redirectWithCookie(env.incoming.url, token, req.header('x-forwarded-proto') === 'https')
        : refuseToken(env);
    const cookie = getCookie(context, cookieName);
    return cookie !== undefined && isEqual(cookie, deriveCookieValue(token))
      ? next()
      : respondUnauthorized(missingToken);
  };
}
const guessDelayMs = 300;
const cookieName = 'badgateway';
const cookieMaxAgeS = 30 * 86_400;
const foreignHost =
  'This page is for this machine only: open it as localhost, or set HTTP_HOST and HTTP_TOKEN to share it.';
const missingToken =
  'A token is required: open /?token=HTTP_TOKEN once in a browser, or send it as a bearer token.';
const wrongToken = 'This token does not match HTTP_TOKEN.';
const respondUnauthorized = (reason) =>
  respondText(401, reason, { 'WWW-Authenticate': 'Bearer realm="badgateway"' });
/** Redirects to the same page without the token, which would otherwise stay in histories and logs. */
function redirectWithCookie(target, token, isEncrypted) {
  const { pathname, searchParams } = new URL(target ?? '/', 'http://localhost');
  searchParams.delete('token');
  const query = searchParams.toString();
  return respondText(303, 'Welcome.', {
    'Set-Cookie': `${cookieName}=${deriveCookieValue(token)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${cookieMaxAgeS}${isEncrypted ? '; Secure' : ''}`,
    // Exactly one leading slash: browsers take two as the start of another host.
    Location: `/${pathname.replace(/^[/\\]+/, '')}${query === '' ? '' : `?${query}`}`,
  });
}
/** The cookie opens the site and does not reveal the token. */
const deriveCookieValue = (token) =>
  createHmac('sha256', token).update('badgateway page').digest('base64url');
/** Takes the same time wherever the two differ. */
const isEqual = (a, b) => timingSafeEqual(hash(a), hash(b));
const hash = (text) => createHash('sha256').update(text).digest();
const isLocalHost = (host = '') => isLoopbackHost(extractHost(host));
