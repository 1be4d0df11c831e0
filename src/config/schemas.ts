import { z } from 'zod';
import { ownersFrom } from '../notify/owners.js';
import type { CustomerKey } from '../parse/customer.js';
import type { FormatRule } from '../parse/decoder.js';
import { FormatError } from '../parse/format/parse-format.js';

/** Parts between commas. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
/** A whole number in a range. */
export const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
/** Seconds, as milliseconds. */
export const seconds = (least: number, most: number) =>
  whole(least, most).transform((count) => count * secondMs);
/** A part of the whole, 0 to 1. */
export const share = z
  .string()
  .regex(/^(0|1|0?\.\d{1,6}|1\.0{1,6})$/)
  .transform(Number);
/** A name from the IANA list. */
export const zone = z.string().refine(isZone);
/** A time of the day, as minutes after midnight. */
export const clockTime = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/)
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour * 60 + minute;
  });
/** Who is called for what. */
export const owners = z.string().transform((text, context) => {
  const read = ownersFrom(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
/** What names a customer. A field that holds secrets is refused. */
export const customerKey = z.string().transform((text, context): CustomerKey => {
  const match = /^(?:(host)|path:([1-8])|field:[$%]?([A-Za-z0-9_?:().-]{1,80})%?)$/.exec(text);
  const [, host, piece, field] = match ?? [];
  if (host !== undefined) return { name: 'host' };
  if (piece !== undefined) return { name: 'path', piece: Number(piece) };
  if (field !== undefined && !secretField.test(field)) return { name: 'field', field };
  context.addIssue({ code: 'custom', message: field === undefined ? '' : 'holds secrets' });
  return z.NEVER;
});
const secretField = /auth|cookie|token|secret|passw|pwd|api[-_]?key|session|signature|credential|jwt|csrf/i;
/** From when to when, in minutes after midnight. */
export const quietHours = z
  .string()
  .transform((text) => text.split('-').map((part) => part.trim()))
  .pipe(z.tuple([clockTime, clockTime]))
  .transform(([from, to]) => ({ from, to }));
/** A day of the week: 1 for Monday to 7 for Sunday. */
export const weekday = z
  .string()
  .transform((text) => weekdays.indexOf(text.toLowerCase().slice(0, 3)) + 1)
  .pipe(z.number().min(1));
/** Slack user ids, bare or as Slack's mentions. */
export const users = list.pipe(
  z
    .array(z.string().transform((text) => text.replace(/^<(?:@|!subteam\^)|>$/g, '')))
    .pipe(z.array(z.string().regex(/^[UWS][A-Z0-9]{2,20}$/)).min(1)),
);
/** An address of this machine, or `localhost`. */
export const host = z.string().refine((text) => text === 'localhost' || isIP(text));
/** An address that a client can open. */
export const url = z.string().regex(/^https?:\/\/[^\s]+$/);

/** One format for all files, or `GLOB=FORMAT` lines. `sign` begins a variable, and every format has one. */
export function formatRules(sign: '$' | '%', compile: (format: string) => unknown) {
  return z
    .string()
    .transform((text): FormatRule[] => {
      const lines = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      return lines.map(ruleOf);
    })
    .superRefine((rules, context) => {
      for (const { format } of rules) {
        const fault = format.includes(sign) ? faultOf(format, compile) : `has no ${sign}`;
        if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
      }
    });
}

const secondMs = 1_000;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const isIP = (text: string): boolean => z.union([z.ipv4(), z.ipv6()]).safeParse(text).success;

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What the compiler says against a format; undefined when it takes it. */
function faultOf(format: string, compile: (format: string) => unknown): string | undefined {
  try {
    compile(format);
    return undefined;
  } catch (error) {
    return error instanceof FormatError ? error.message : String(error);
  }
}

function ruleOf(line: string): FormatRule {
  const match = /^([/.*][^=\s]*)=(.+)$/.exec(line);
  const [glob, format] = match === null ? [null, line] : [match[1] ?? null, match[2] ?? ''];
  return { glob, format: unquoted(format) };
}

const unquoted = (text: string) => /^(['"])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
