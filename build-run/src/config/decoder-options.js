import { globMatches } from '../base/glob.js';
import { compileEnvoyFormat } from '../parse/format/envoy-format.js';
import { compileNginxFormat } from '../parse/format/nginx-format.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../parse/known-formats.js';
import { createLocalPatternFinder } from '../parse/local-patterns.js';
import { createLocalTimeParser, createRepeatedTimeLookup } from '../parse/local-time.js';
import { noTeaching } from './local-causes.js';
/** Creates the lookup of decoder options by file path. Throws a `FormatError` when a configured format is invalid. */
export function createDecoderOptions({
  nginxLogFormats,
  envoyLogFormats,
  logTimezone,
  customerKey,
  local = noTeaching,
}) {
  const toEpochMs = createLocalTimeParser(logTimezone);
  const repeatedAfterMs = createRepeatedTimeLookup(logTimezone);
  const selectNginxFormats = createFormatSelector(
    [...nginxLogFormats, ...local.nginxLogFormats],
    compileNginxFormat,
    compileKnownNginxFormats(),
  );
  const selectEnvoyFormats = createFormatSelector(
    [...envoyLogFormats, ...local.envoyLogFormats],
    compileEnvoyFormat,
    compileKnownEnvoyFormats(),
  );
  const customerField = customerKey?.type === 'field' ? { customerField: customerKey.field } : {};
  const taught =
    local.patterns.length === 0 ? {} : { findLocalPattern: createLocalPatternFinder(local.patterns) };
  return (path) => ({
    toEpochMs,
    repeatedAfterMs,
    nginxFormats: selectNginxFormats(path),
    envoyFormats: selectEnvoyFormats(path),
    ...customerField,
    ...taught,
  });
}
/** Options for a pasted record, which is of no file: formats for some files do not apply. */
export const createPasteOptions = (config) => createDecoderOptions(config)('-');
/** Creates the lookup of formats by file path: the configured ones whose glob matches, then the known ones. */
function createFormatSelector(rules, compile, builtInFormats) {
  const compiledRules = rules.map(({ glob, format }) => ({ glob, format: compile(format) }));
  return (path) => {
    const matchingRules = compiledRules.filter(({ glob }) => glob === null || globMatches(glob, path));
    return [...matchingRules.map(({ format }) => format), ...builtInFormats];
  };
}
