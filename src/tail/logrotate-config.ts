import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globMatches } from '../base/glob.js';

/** How logrotate treats some logs. */
export type RotationRule = {
  readonly globs: readonly string[];
  /** Where it moves rotated files; relative to the directory of the log. Null: they stay there. */
  readonly oldDirectory: string | null;
  /** What it adds to a name instead of a number, such as `-%Y%m%d-%s`. */
  readonly dateFormat: string | null;
};

/** Configuration of logrotate where packages put it. */
export const logrotateConfigPath = '/etc/logrotate.conf';

const filesMax = 400;
const bytesMax = 256 * 1024;

/** Reads what can be read of the configuration of logrotate and of the files that it includes. */
export function readRotationRules(path: string): readonly RotationRule[] {
  const reading: Reading = { rules: [], defaults: {}, files: 0 };
  readConfig(path, reading);
  return reading.rules;
}

/** Returns the directories into which the rotated files of a log are moved. */
export const findOldDirectories = (rules: readonly RotationRule[], path: string): readonly string[] =>
  rules
    .filter((rule) => appliesTo(rule, path))
    .flatMap(({ oldDirectory }) => (oldDirectory === null ? [] : [resolve(dirname(path), oldDirectory)]));

/** Returns a pattern of the names that the date formats of a log produce; null where none has a format of its own. */
export function findNamePattern(rules: readonly RotationRule[], path: string): RegExp | null {
  const formats = rules
    .filter((rule) => appliesTo(rule, path))
    .flatMap(({ dateFormat }) => (dateFormat === null ? [] : [createFormatPattern(dateFormat)]));
  if (formats.length === 0) return null;
  const [, stem = '', extension = ''] = /^(.+?)(\.[^.]*)?$/.exec(basename(path)) ?? [];
  const [escapedStem, escapedExtension] = [escapePattern(stem), escapePattern(extension)];
  const stamp = `(?:${formats.join('|')})`;
  return new RegExp(
    `^(?:${escapedStem}${escapedExtension}${stamp}|${escapedStem}${stamp}${escapedExtension})(?:\\.(?:gz|zst|bz2|xz))?$`,
  );
}

type Reading = { rules: RotationRule[]; defaults: Options; files: number };
type Options = { oldDirectory?: string | null; dateFormat?: string | null };

const appliesTo = ({ globs }: RotationRule, path: string) => globs.some((glob) => globMatches(glob, path));

function readConfig(path: string, reading: Reading): void {
  if (reading.files++ >= filesMax) return;
  try {
    const stats = statSync(path);
    if (stats.isDirectory())
      for (const name of readdirSync(path).sort()) readConfig(join(path, name), reading);
    else if (stats.isFile() && stats.size <= bytesMax) parseConfig(readFileSync(path, 'utf8'), reading);
  } catch {
    // What cannot be read tells nothing: rotated files are then found by their names beside the log.
  }
}

/** Outside a block a directive is the default of all blocks after it. Scripts are skipped. */
function parseConfig(text: string, reading: Reading): void {
  let globs: string[] = [];
  let options: Options | null = null;
  let isScript = false;
  for (const rawLine of text.split('\n')) {
    const line = rawLine.replace(/^\s*#.*$/, '').trim();
    if (isScript || /^(?:pre|post|first|last)(?:rotate|action|remove)$/.test(line)) {
      isScript = line !== 'endscript';
      continue;
    }
    const [directive = '', argument = ''] = line.split(/[\s=]+/);
    if (options === null && directive === 'include') readConfig(argument, reading);
    else if (line === '}' && options !== null) {
      const { oldDirectory = null, dateFormat = null } = { ...reading.defaults, ...options };
      reading.rules.push({ globs, oldDirectory, dateFormat });
      globs = [];
      options = null;
    } else if (options === null && /^["/]|\{$/.test(line)) {
      globs.push(...parseGlobs(line));
      if (line.endsWith('{')) options = {};
    } else setOption(options ?? reading.defaults, directive, argument);
  }
}

const parseGlobs = (line: string) =>
  [...line.matchAll(/"([^"]+)"|([^\s{"]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

function setOption(options: Options, directive: string, argument: string): void {
  if (directive === 'olddir') options.oldDirectory = argument.replaceAll('"', '');
  if (directive === 'noolddir') options.oldDirectory = null;
  if (directive === 'dateformat') options.dateFormat = argument;
}

const digitsOfSpecifier: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  s: '\\d{9,11}',
  z: '[+-]\\d{4}',
};

const createFormatPattern = (format: string) =>
  format
    .split(/(%.)/)
    .map((part) =>
      part.startsWith('%') ? (digitsOfSpecifier[part.slice(1)] ?? '\\d\\d') : escapePattern(part),
    )
    .join('');

const escapePattern = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
