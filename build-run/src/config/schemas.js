import { z } from 'zod';
import { isTimezone } from '../base/calendar.js';
import { isIpAddress } from '../base/ip-address.js';
import { parseSurroundings } from '../diagnose/advice/known-surroundings.js';
import { parseOwners } from '../notify/policy.js';
import { FormatError } from '../parse/format/parse-format.js';
import { isLogName } from './log-sources.js';
/** A comma-separated list. */
export const listSchema = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
/** Globs of files and names of other logs. */
export const logsSchema = listSchema.pipe(z.array(z.string().refine(isLogName)).min(1));
/** A whole number in a range. */
export const createIntegerSchema = (min, max) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
/** Seconds, as milliseconds. */
export const createSecondsSchema = (min, max) =>
  createIntegerSchema(min, max).transform((count) => count * secondMs);
/** A fraction from 0 to 1. */
export const fractionSchema = z
  .string()
  .regex(/^(0|1|0?\.\d{1,6}|1\.0{1,6})$/)
  .transform(Number);
/** An IANA time zone name. */
export const timezoneSchema = z.string().refine(isTimezone);
/** A time of the day, as minutes after midnight. */
export const timeOfDaySchema = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/)
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour * 60 + minute;
  });
/** `PATTERN=ID` pairs. */
export const ownersSchema = z.string().transform((text, context) => {
  const parsed = parseOwners(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
/** What is known of upstreams and logs that records do not show. */
export const surroundingsSchema = z.string().transform((text, context) => {
  const parsed = parseSurroundings(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
/** The key that identifies a customer. Fields that hold secrets are refused. */
export const customerKeySchema = z.string().transform((text, context) => {
  const match = /^(?:(host)|path:([1-8])|field:[$%]?([A-Za-z0-9_?:().-]{1,80})%?)$/.exec(text);
  const [, host, segment, field] = match ?? [];
  if (host !== undefined) return { type: 'host' };
  if (segment !== undefined) return { type: 'path', segment: Number(segment) };
  if (field !== undefined && !secretFieldPattern.test(field)) return { type: 'field', field };
  context.addIssue({ code: 'custom', message: field === undefined ? '' : 'holds secrets' });
  return z.NEVER;
});
const secretFieldPattern =
  /auth|cookie|token|secret|passw|pwd|api[-_]?key|session|signature|credential|jwt|csrf/i;
/** Two times of day, as minutes after midnight. */
export const quietHoursSchema = z
  .string()
  .transform((text) => text.split('-').map((part) => part.trim()))
  .pipe(z.tuple([timeOfDaySchema, timeOfDaySchema]))
  .transform(([fromMinute, toMinute]) => ({ fromMinute, toMinute }));
/** A day of the week: 1 for Monday to 7 for Sunday. */
export const weekdaySchema = z
  .string()
  .transform((text) => weekdays.indexOf(text.toLowerCase().slice(0, 3)) + 1)
  .pipe(z.number().min(1));
/** Slack ids of users and user groups, bare or as Slack's mentions. */
export const operatorIdsSchema = listSchema.pipe(
  z
    .array(z.string().transform((text) => text.replace(/^<(?:@|!subteam\^)|>$/g, '')))
    .pipe(z.array(z.string().regex(/^[UWS][A-Z0-9]{2,20}$/)).min(1)),
);
/** An IP address, or `localhost`. */
export const hostSchema = z.string().refine((text) => text === 'localhost' || isIpAddress(text));
/** An http or https URL. */
export const urlSchema = z.string().regex(/^https?:\/\/[^\s]+$/);
/** One format for all files, or lines of `GLOB=FORMAT`. `sigil` begins a variable, and every format must have one. */
export function createFormatRulesSchema(sigil, compile) {
  return z
    .string()
    .transform((text) => {
      const lines = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      return lines.map(parseFormatRule);
    })
    .superRefine((rules, context) => {
      for (const { format } of rules) {
        const problem = format.includes(sigil) ? findFormatProblem(format, compile) : `has no ${sigil}`;
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      }
    });
}
const secondMs = 1_000;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** The compiler's error for a format; undefined when the format is valid. */
function findFormatProblem(format, compile) {
  try {
    compile(format);
    return undefined;
  } catch (error) {
    return error instanceof FormatError ? error.message : String(error);
  }
}
function parseFormatRule(line) {
  const match = /^([/.*][^=\s]*)=(.+)$/.exec(line);
  const [glob, format] = match === null ? [null, line] : [match[1] ?? null, match[2] ?? ''];
  return { glob, format: unquote(format) };
}
const unquote = (text) => /^(['"])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
