import { oneLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { AccessValues } from './decoder.js';
import type { Request, RequestLine } from './event.js';

/** What of a request names the customer whose it is: `CUSTOMER_KEY`. */
export type CustomerKey =
  | { readonly name: 'host' }
  /** Pieces of the path count from 1. */
  | { readonly name: 'path'; readonly piece: number }
  /** A variable or operator of the log format, without `$` or `%`. */
  | { readonly name: 'field'; readonly field: string };

/** What tells it. */
type Told = {
  readonly host: string | null;
  readonly request: RequestLine | null;
  /** What the field holds, as `customerName` gives it. */
  readonly tenant?: string | null;
};

/** The customer of a request; null where nothing names one. */
export function customerOf(key: CustomerKey | null, { host, request, tenant }: Told): string | null {
  switch (key?.name) {
    case undefined:
      return null;
    case 'host':
      return host === null ? null : customerName(host.toLowerCase().replace(/:\d{1,5}$/, ''));
    case 'path':
      return customerName(piecesOf(request?.target ?? '')[key.piece - 1] ?? '');
    case 'field':
      return tenant ?? null;
  }
}

/** A customer's name as it is counted and shown; null for what is none: nothing, too long, or with a secret in it. */
export function customerName(text: string): string | null {
  if (text === '' || text === '-' || text.length > nameCharsMax) return null;
  const name = oneLine(text);
  return name === '' || redact(name) !== name ? null : name;
}

/** Longer ones are tokens rather than names. */
const nameCharsMax = 64;
const targetCharsMax = 1_024;

/** Of the path alone, without authority and query. */
const piecesOf = (target: string): readonly string[] =>
  target
    .slice(0, targetCharsMax)
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((piece) => piece.split(';', 1)[0] ?? '')
    .filter((piece) => piece !== '');

/** The request with what the configured field says about whose it is. */
export function withTenant(request: Request, values: AccessValues, field: string | undefined): Request {
  const tenant = field === undefined ? null : customerName(values.get(field) ?? '');
  return tenant === null ? request : { ...request, tenant };
}
