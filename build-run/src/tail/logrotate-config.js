import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { globMatches } from '../base/glob.js';
/** Configuration of logrotate where packages put it. */
export const logrotateConfigPath = '/etc/logrotate.conf';
const filesMax = 400;
const bytesMax = 256 * 1024;
/** Reads what can be read of the configuration of logrotate and of the files that it includes. */
export function readRotationRules(path) {
  const reading = { rules: [], defaults: {}, files: 0 };
  readConfig(path, reading);
  return reading.rules;
}
/** Returns the directories into which the rotated files of a log are moved. */
export const findOldDirectories = (rules, path) =>
  rules
    .filter((rule) => appliesTo(rule, path))
    .flatMap(({ oldDirectory }) => (oldDirectory === null ? [] : [resolve(dirname(path), oldDirectory)]));
/** Returns a pattern of the names that the date formats of a log produce; null where none has a format of its own. */
export function findNamePattern(rules, path) {
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
const appliesTo = ({ globs }, path) => globs.some((glob) => globMatches(glob, path));
function readConfig(path, reading) {
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
function parseConfig(text, reading) {
  let globs = [];
  let options = null;
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
const parseGlobs = (line) =>
  [...line.matchAll(/"([^"]+)"|([^\s{"]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
function setOption(options, directive, argument) {
  if (directive === 'olddir') options.oldDirectory = argument.replaceAll('"', '');
  if (directive === 'noolddir') options.oldDirectory = null;
  if (directive === 'dateformat') options.dateFormat = argument;
}
const digitsOfSpecifier = {
  Y: '\\d{4}',
  s: '\\d{9,11}',
  z: '[+-]\\d{4}',
};
const createFormatPattern = (format) =>
  format
    .split(/(%.)/)
    .map((part) =>
      part.startsWith('%') ? (digitsOfSpecifier[part.slice(1)] ?? '\\d\\d') : escapePattern(part),
    )
    .join('');
const escapePattern = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
