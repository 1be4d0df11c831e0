import { globMatches } from '../base/glob.js';
import type { AccessFormat, Dialect, FormatRule } from '../parse/decoder.js';
import { compileEnvoyFormat } from '../parse/format/envoy-format.js';
import { compileNginxFormat } from '../parse/format/nginx-format.js';
import { envoyFormats, nginxFormats } from '../parse/known-formats.js';
import { localTimeIn, repetitionIn } from '../parse/local-time.js';
import type { Config } from './config.js';

type LogConfig = Pick<Config, 'nginxLogFormats' | 'envoyLogFormats' | 'logTimezone' | 'customerKey'>;

/** How the records of the file at a path are written. Throws a `FormatError` where a configured format is none. */
export function dialectsOf({
  nginxLogFormats,
  envoyLogFormats,
  logTimezone,
  customerKey,
}: LogConfig): (path: string) => Dialect {
  const localTime = localTimeIn(logTimezone);
  const repeatedAfterMs = repetitionIn(logTimezone);
  const nginx = rulesOf(nginxLogFormats, compileNginxFormat, nginxFormats());
  const envoy = rulesOf(envoyLogFormats, compileEnvoyFormat, envoyFormats());
  const field = customerKey?.name === 'field' ? { customerField: customerKey.field } : {};
  return (path) => ({
    localTime,
    repeatedAfterMs,
    nginxFormats: nginx(path),
    envoyFormats: envoy(path),
    ...field,
  });
}

/** The configured formats that are meant for a path, then the known ones. */
function rulesOf(
  rules: readonly FormatRule[],
  compile: (format: string) => AccessFormat,
  known: readonly AccessFormat[],
): (path: string) => readonly AccessFormat[] {
  const compiled = rules.map(({ glob, format }) => ({ glob, format: compile(format) }));
  return (path) => {
    const meant = compiled.filter(({ glob }) => glob === null || globMatches(glob, path));
    return [...meant.map(({ format }) => format), ...known];
  };
}
