import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What `.env` of the working directory sets; nothing when there is none. */
export const readEnvFile = () => (existsSync(envPath) ? parseEnv(readFileSync(envPath, 'utf8')) : {});

/** Why it should not lie there as it does; undefined when nothing is wrong. */
export function findEnvFileProblem(): string | undefined {
  const names = Object.keys(readEnvFile()).filter((name) => secretNamePattern.test(name));
  if (names.length === 0 || (statSync(envPath).mode & othersReadBit) === 0) return undefined;
  return `.env holds ${names.join(', ')}, and everybody on this machine may read it; \`chmod 600 .env\``;
}

const envPath = '.env';
const secretNamePattern = /TOKEN|SECRET/;
const othersReadBit = 0o004;
