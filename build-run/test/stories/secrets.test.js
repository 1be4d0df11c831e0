import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { minuteMs } from '../../src/base/duration.js';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { openStore } from '../../src/storage/store.js';
import { noon } from '../support/failure-fixtures.js';
import { makeNotifyOptions } from '../support/notify-loop.js';
import { createRandom } from '../support/random.js';
import { makeDatabasePath } from '../support/store-fixtures.js';

/** Secrets that must never be found: the secret part, and the text that contains it. */
const secrets = [
  ...['token', 'access_token', 'api_key', 'apikey', 'sig', 'password', 'passwd', 'secret', 'code', 'key'].map(
    (name) => [`v4lue0f${name}`, `?${name}=v4lue0f${name}`],
  ),
  ...[
    'X-Amz-Signature',
    'X-Goog-Signature',
    'sv',
    'hmac',
    'session',
    'sid',
    'auth',
    'jwt',
    'otp',
    'email',
  ].map((name) => [`v4lue0f${name}`, `?a=1&${name}=v4lue0f${name}&b=2`]),
  ...['bank', 'shop', 'edge'].map((user) => [`pw0f${user}`, `http://${user}:pw0f${user}@10.0.0.9/`]),
  ['c2VjcmV0Ym9keQ', 'eyJhbGciOiJIUzI1NiJ9.c2VjcmV0Ym9keQ.c2lnbmF0dXJl'],
  ['c2lnbmF0dXJlMg', 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJlMg'],
  ['1234567890-abcdefBOT', 'xoxb-1234567890-abcdefBOT'],
  ['1234567890-abcdefUSER', 'xoxp-1234567890-abcdefUSER'],
  ['1-A0123-4567-abcdefAPP', 'xapp-1-A0123-4567-abcdefAPP'],
  ['IOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['IOSFODNN7SESSION', 'ASIAIOSFODNN7SESSION'],
  ['16C7e42F292c6912E7710c838347Ae178B4a', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['27D8e42F292c6912E7710c838347Ae178B4b', 'github_pat_27D8e42F292c6912E7710c838347Ae178B4b'],
  ['xYz1234567890abcdefgh', 'glpat-xYz1234567890abcdefgh'],
  ['4eC39HqLyjWDarjtT1zdp7dc', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['5fD40IrMzkXEbskuU2aeq8ed', 'rk_test_5fD40IrMzkXEbskuU2aeq8ed'],
  ['SyA1234567890bcdefghijklmnopqrstu', 'AIzaSyA1234567890bcdefghijklmnopqrstu'],
  ['abc123DEF456ghi', 'Authorization: Bearer abc123DEF456ghi'],
  ['dXNlcjpwYXNzd29yZA', 'Authorization: Basic dXNlcjpwYXNzd29yZA=='],
  ['66293817aabb', 'Authorization: Digest username="mo", response="66293817aabb"'],
  ['TlRMTVNTUAAB', 'Proxy-Authorization: NTLM TlRMTVNTUAAB'],
  ['YIIZtgYGKwYB', 'Authorization: Negotiate YIIZtgYGKwYB'],
  ['def456GHI789jkl', 'Bearer def456GHI789jkl'],
  ['s3ss10nc00k1e', 'Cookie: sid=s3ss10nc00k1e; theme=dark'],
  ['s3tc00k1e', 'Set-Cookie: sid=s3tc00k1e; Path=/'],
  ['hunter2hunter2', 'password=hunter2hunter2'],
  ['hunter3hunter3', 'db_password: hunter3hunter3'],
  ['hunter4hunter4', "passwd='hunter4hunter4'"],
  ['hunter5hunter5', 'client_secret=hunter5hunter5'],
  ['k-1234567890', 'api-key: k-1234567890'],
  ['acc355k3y', 'access_key=acc355k3y'],
  ['pr1v4t3', 'private-key=pr1v4t3'],
  ['JS123456789', 'jsessionid=JS123456789'],
  ['PHP123456789', 'PHPSESSID=PHP123456789'],
  ['s1gn4tur3', 'signature=s1gn4tur3'],
  ['cr3d3nt14l5', 'credentials=cr3d3nt14l5'],
  ['MIIEvQIBADANBg', '-----BEGIN PRIVATE KEY-----MIIEvQIBADANBg-----END PRIVATE KEY-----'],
  ['MIIEpAIBAAKCAQ', '-----BEGIN RSA PRIVATE KEY-----MIIEpAIBAAKCAQ-----END RSA PRIVATE KEY-----'],
  ['mo.khan@mail.example', 'mo.khan@mail.example'],
  ['ann+shop@mail.example', 'ann+shop@mail.example'],
  ['Zk3jd93kdkd93', '/reset?Zk3jd93kdkd93'],
];
/** Made-up tokens: characters without a pattern, as services make them. */
const random = createRandom(7);
const pick = (alphabet, length) =>
  Array.from({ length }, () => alphabet[random(alphabet.length)] ?? '').join('');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const token = (length) => pick(letters, length);
const hex = (length) => pick('0123456789abcdef', length);
const after = (prefix, secret, suffix = '') => [secret, `${prefix}${secret}${suffix}`];
/** Shapes of services and people, each in its class. */
const shapes = [
  ...[
    'sk-',
    'sk-proj-',
    'sk-ant-api03-',
    'npm_',
    'pypi-',
    'ya29.',
    'whsec_',
    'hf_',
    'GOCSPX-',
    'lin_api_',
    'xai-',
  ].map((prefix) => after(prefix, token(40))),
  ...[
    'key-',
    'dop_v1_',
    'shpat_',
    'shpss_',
    'SK',
    'AC',
    'dapi',
    'figd_',
    'glsa_',
    'sntrys_',
    'ntn_',
    'rubygems_',
  ].map((prefix) => after(prefix, hex(32))),
  ...[
    'hvs.',
    'SG.',
    'dp.st.',
    'NRAK-',
    'PMAK-',
    'dckr_pat_',
    'glrt-',
    'rzp_live_',
    'sbp_',
    'secret_',
    'gsk_',
  ].map((prefix) => after(prefix, token(32))),
  after('/services/T0123ABCD/B0123ABCD/', token(24)),
  after('/api/webhooks/123456789012345678/', token(68)),
  after('/bot1234567890:AA', token(33)),
  after('/reset-password/', `r${pick('0123456789', 6)}`),
  after('/invite/', `q${hex(7)}1`),
  after('/pin/', '90473158'),
  after('/verify/', `${hex(11)}2`),
  after('', token(40)),
  after('', `${token(15)}/${token(12)}+${token(11)}`),
  after('SAMLResponse: ', `PHNhbWxwOl${token(80)}`),
  after('', '4111 1111 1111 1111'),
  after('card ', '5555-5555-5555-4444'),
  after('/pay/', '378282246310005'),
  after('', 'DE89 3704 0044 0532 0130 00'),
  after('/iban/', 'GB82WEST12345698765432'),
  after('ssn ', '219-09-9999'),
  after('tel ', '+49 170 5550123'),
  after('/call/', '+14155550123'),
  after('pin: ', '80473159'),
  after('%26password%3D', 'hunter6hunter6'),
  after('%2526token%253D', 'hunter7hunter7'),
  ['mo.khan', 'mo.khan%2540mail.example'],
  after('bearer ', `abc-${hex(12)}`),
  after('authorization: bearer%20', `abc-${hex(12)}`),
];
const head = '2026/03/10 12:00:00 [error] 31#31: *';
const refusedText =
  'connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example';
const tail = 'upstream: "http://10.0.0.7:8080/cart", host: "shop.example"';
const longText = 'a'.repeat(2_000);
/** Places in a log where a secret may be written. */
const placements = {
  'the path of a request': (s, n) => `${head}${n} ${refusedText}, request: "GET /pay/${s} HTTP/1.1", ${tail}`,
  'a query': (s, n) => `${head}${n} ${refusedText}, request: "GET /pay?q=1&${s} HTTP/1.1", ${tail}`,
  'the referrer': (s, n) =>
    `${head}${n} ${refusedText}, request: "GET /cart HTTP/1.1", ${tail}, referrer: "https://shop.example/${s}"`,
  'the upstream': (s, n) =>
    `${head}${n} ${refusedText}, request: "GET /cart HTTP/1.1", upstream: "http://10.0.0.7:8080/${s}", host: "shop.example"`,
  'the output of FastCGI': (s, n) =>
    `${head}${n} FastCGI sent in stderr: "PHP message: ${s}" while reading response header from upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "fastcgi://unix:/run/php.sock:", host: "shop.example"`,
  'a later line of a record': (s, n) =>
    `${head}${n} FastCGI sent in stderr: "PHP message: Fatal\nStack trace: ${s}\n#1 main" while reading response header from upstream, client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "fastcgi://unix:/run/php.sock:", host: "shop.example"`,
  'the end of a record that nginx cut': (s, n) =>
    `${head}${n} ${refusedText}, request: "GET /${longText.slice(0, 1_700)}?${s}`,
  'a percent-encoded path': (s, n) =>
    `${head}${n} ${refusedText}, request: "GET /pay/${encodeURI(s)} HTTP/1.1", ${tail}`,
  'an access log': (s, n) =>
    `192.0.2.7 - - [10/Mar/2026:12:00:00 +0000] "GET /${s} HTTP/1.1" 502 157 "-" "curl/8.${n}"`,
  'the user agent': (s) =>
    `192.0.2.7 - - [10/Mar/2026:12:00:00 +0000] "GET /cart HTTP/1.1" 502 157 "-" "agent ${s}"`,
  'an access log in JSON': (s, n) =>
    JSON.stringify({
      t: '1773144000.000',
      c: String(n),
      ra: '192.0.2.7',
      r: `GET /x/${s} HTTP/1.1`,
      s: '502',
      ua: '10.0.0.7:80',
      us: '502',
      urt: '0.1',
    }),
  'an unparsed line': (s, n) => `something odd ${n} ${s}`,
};
it('neither stores nor shows any of 118 secrets in 12 places of a log', async () => {
  expect([secrets.length + shapes.length, Object.keys(placements).length]).toEqual([118, 12]);
  const path = makeDatabasePath();
  const store = openStore(path);
  const decoderOptions = {
    toEpochMs: createLocalTimeParser('UTC'),
    nginxFormats: compileKnownNginxFormats(),
    envoyFormats: compileKnownEnvoyFormats(),
  };
  const pipeline = new Pipeline(emptyRestoredState, {
    getDecoderOptions: () => decoderOptions,
    opening: { failuresMin: 5, windowMs: minuteMs, shareMin: 0 },
    recovery: { quietMs: 10 * minuteMs, successesMin: 20, reopenMs: 30 * minuteMs },
  });
  const shown = [];
  let n = 0;
  for (const [placement, write] of Object.entries(placements)) {
    const file = `/var/log/nginx/${placement.replaceAll(' ', '-')}.log`;
    const fileCheckpoint = {
      path: file,
      dev: '1',
      ino: placement,
      birthTimeNs: '1',
      offset: 1,
      line: 1,
      head: '',
      tail: '',
      state: 'live',
    };
    const lines = [...secrets, ...shapes].flatMap(([, written]) => {
      n += 1;
      const record = { file, byte: n, line: n };
      return write(written, n)
        .split('\n')
        .map((text) => ({ text, location: record }));
    });
    store.commit(pipeline.ingest({ fileCheckpoint, lines, atEnd: false }, noon + 500), noon + 500);
    store.commit(pipeline.ingest({ fileCheckpoint, lines: [], atEnd: true }, noon + 500), noon + 500);
  }
  for (const now of [noon + 1_000, noon + minuteMs, noon + 5 * minuteMs]) {
    const batch = pipeline.tick(now);
    if (batch !== null) store.commit(batch, now);
    await queueNotifications(makeNotifyOptions(store), now);
    for (const question of ['status', 'show me the lines', 'unparsed lines', 'why BG-1', 'top routes'])
      shown.push(JSON.stringify(answerReadOnly(question, { repository: store, now, timezone: 'UTC' })));
  }
  expect(store.totals({ from: 0, to: noon + 10 * minuteMs }).failures).toBeGreaterThan(400);
  const bytes = ['', '-wal'].map((end) => readFileSync(`${path}${end}`, 'latin1')).join('');
  const spots = { stored: bytes, shown: shown.join('') };
  const faults = Object.entries(spots).flatMap(([location, text]) =>
    [...secrets, ...shapes]
      .filter(([secret]) => text.includes(secret))
      .map(([secret, written]) => `${location}: ${secret} of ${written} ${excerptAround(text, secret)}`),
  );
  expect(faults).toEqual([]);
});
const excerptAround = (text, secret) => {
  const index = text.indexOf(secret);
  return JSON.stringify(text.slice(Math.max(0, index - 120), index + 40));
};
