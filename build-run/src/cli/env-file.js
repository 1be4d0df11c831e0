import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
/** Settings from `.env` in the working directory; empty when there is none. */
export const readEnvFile = () => (existsSync(envPath) ? parseEnv(readFileSync(envPath, 'utf8')) : {});
/**
 * Settings from files that are named like them, in the directory that systemd names for a unit's credentials: unlike an
 * environment, no other process can read them. `LoadCredential=badgateway:DIRECTORY` (systemd.exec(5)) puts the name
 * before each file's. Empty without a directory.
 */
export function readCredentials(directory) {
  if (directory === undefined || !existsSync(directory)) return {};
  const files = readdirSync(directory).filter((file) => credentialNamePattern.test(file));
  return Object.fromEntries(
    files.map((file) => [
      file.replace(credentialNamePattern, '$1'),
      readFileSync(join(directory, file), 'utf8').trim(),
    ]),
  );
}
/** Warning about a `.env` with secrets that other users can read; undefined when there is none. */
export function findEnvFileProblem() {
  const names = Object.keys(readEnvFile()).filter((name) => secretNamePattern.test(name));
  if (names.length === 0 || (statSync(envPath).mode & othersReadBit) === 0) return undefined;
  return `.env contains ${names.join(', ')} and can be read by every user of this machine; run \`chmod 600 .env\``;
}
const envPath = '.env';
const credentialNamePattern = /^(?:badgateway_)?([A-Z_]+)$/;
const secretNamePattern = /TOKEN|SECRET|WEBHOOK|HEARTBEAT/;
const othersReadBit = 0o004;
