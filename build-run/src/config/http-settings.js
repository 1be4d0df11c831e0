import { z } from 'zod';
import { isLoopbackHost } from '../base/ip-address.js';
import { createIntegerSchema, hostSchema } from './schemas.js';
import { createMissingProblem, setting, settingGroup } from './setting.js';

const members = {
  port: setting({
    name: 'HTTP_PORT',
    description: 'Port of the read-only page, /metrics and /api/v1.',
    defaultWords: 'not served',
    expected: 'a port from 0 to 65535',
    example: '8502',
    unset: () => null,
    schema: createIntegerSchema(0, 65_535),
  }),
  host: setting({
    name: 'HTTP_HOST',
    description: 'Address that the page is served on. Any address but loopback needs HTTP_TOKEN.',
    expected: 'an IP address or localhost',
    example: '127.0.0.1',
    default: '127.0.0.1',
    schema: hostSchema,
  }),
  token: setting({
    name: 'HTTP_TOKEN',
    description: 'Token that readers of the page must send: as a bearer token, or once as /?token=…',
    expected: 'at least 16 letters, digits, - or _',
    example: 'choose-a-long-random-one',
    secret: true,
    unset: () => null,
    schema: z.string().regex(/^[\w-]{16,200}$/),
  }),
};
/** The site; null when no port is set. */
export const httpSettings = settingGroup(members, combineHttp);
function combineHttp({ port, host, token }, report) {
  if (port === undefined || port === null || host === undefined) return null;
  if (token === null && !isLoopbackHost(host))
    report(createMissingProblem(members.token, `HTTP_HOST is ${host}`));
  return { port, host, token: token ?? null };
}
