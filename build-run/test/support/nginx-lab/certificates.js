import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
/** True if the openssl command is installed. */
export const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** Creates a self-signed certificate with CN `name` that expires in `days` days, using openssl. */
export function createCertificate(dir, { name, days }) {
  const path = (end) => join(dir, `${name}.${days}.${end}`);
  const runOpenssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
  const keyArgs = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    path('key'),
  ];
  runOpenssl('req', '-new', ...keyArgs, '-subj', `/CN=${name}`, '-out', path('csr'));
  const signArgs = ['-signkey', path('key'), '-days', String(days), '-out', path('crt')];
  runOpenssl('x509', '-req', '-in', path('csr'), ...signArgs);
  return {
    key: readFileSync(path('key'), 'utf8'),
    cert: readFileSync(path('crt'), 'utf8'),
    file: path('crt'),
  };
}
