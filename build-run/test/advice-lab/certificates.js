import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
/** A self-signed certificate for this name, which is also its own authority. */
export function makeCertificate(lab, name) {
  const keyFile = join(lab.dir, `${name}.key`);
  const certFile = join(lab.dir, `${name}.pem`);
  const options = `-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`;
  const more = ['-addext', `subjectAltName=DNS:${name}`, '-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', ...options.split(' '), ...more], { stdio: 'ignore' });
  return read(keyFile, certFile);
}
/** A certificate for this name that another one has signed. */
export function signCertificate(lab, name, authority) {
  const keyFile = join(lab.dir, `${name}.key`);
  const certFile = join(lab.dir, `${name}.pem`);
  const request = join(lab.dir, `${name}.csr`);
  const names = join(lab.dir, `${name}.ext`);
  writeFileSync(names, `subjectAltName=DNS:${name}\n`);
  const options = `-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${name}`;
  const run = (args) => execFileSync('openssl', args, { stdio: 'ignore' });
  run(['req', ...options.split(' '), '-keyout', keyFile, '-out', request]);
  const signing = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial', '-days', '2'];
  run(['x509', '-req', '-in', request, ...signing, '-extfile', names, '-out', certFile]);
  return read(keyFile, certFile);
}
const read = (keyFile, certFile) => ({
  key: readFileSync(keyFile, 'utf8'),
  cert: readFileSync(certFile, 'utf8'),
  keyFile,
  certFile,
});
