import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What `.env` of the working directory sets; nothing when there is none. */
export const readEnvFile = () => (existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {});

/** Why it should not lie there as it does; undefined when nothing is wrong. */
export function envFileProblem(): string | undefined {
  const names = Object.keys(readEnvFile()).filter((name) => secretNames.test(name));
  if (names.length === 0 || (statSync(path).mode & othersMayRead) === 0) return undefined;
  return `.env holds ${names.join(', ')}, and everybody on this machine may read it; \`chmod 600 .env\``;
}

const path = '.env';
const secretNames = /TOKEN|SECRET/;
const othersMayRead = 0o004;
