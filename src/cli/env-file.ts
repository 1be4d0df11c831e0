import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Settings from `.env` in the working directory; empty when there is none. */
export const readEnvFile = () => (existsSync(envPath) ? parseEnv(readFileSync(envPath, 'utf8')) : {});

/** Warning about a `.env` with secrets that other users can read; undefined when there is none. */
export function findEnvFileProblem(): string | undefined {
  const names = Object.keys(readEnvFile()).filter((name) => secretNamePattern.test(name));
  if (names.length === 0 || (statSync(envPath).mode & othersReadBit) === 0) return undefined;
  return `.env contains ${names.join(', ')} and can be read by every user of this machine; run \`chmod 600 .env\``;
}

const envPath = '.env';
const secretNamePattern = /TOKEN|SECRET|WEBHOOK|HEARTBEAT/;
const othersReadBit = 0o004;
