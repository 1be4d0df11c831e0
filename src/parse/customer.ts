import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { AccessValues } from './decoder.js';
import type { Request, RequestLine } from './event.js';

/** What of a request names the customer whose it is: `CUSTOMER_KEY`. */
export type CustomerKey =
  | { readonly type: 'host' }
  /** Pieces of the path count from 1. */
  | { readonly type: 'path'; readonly segment: number }
  /** A variable or operator of the log format, without `$` or `%`. */
  | { readonly type: 'field'; readonly field: string };

/** What tells it. */
type CustomerFields = {
  readonly host: string | null;
  readonly request: RequestLine | null;
  /** What the field holds, as `customerName` gives it. */
  readonly customer?: string | null;
};

/** The customer of a request; null where nothing names one. */
export function identifyCustomer(
  key: CustomerKey | null,
  { host, request, customer }: CustomerFields,
): string | null {
  switch (key?.type) {
    case undefined:
      return null;
    case 'host':
      return host === null ? null : parseCustomerName(host.toLowerCase().replace(/:\d{1,5}$/, ''));
    case 'path':
      return parseCustomerName(splitPathSegments(request?.target ?? '')[key.segment - 1] ?? '');
    case 'field':
      return customer ?? null;
  }
}

/** A customer's name as it is counted and shown; null for what is none: nothing, too long, or with a secret in it. */
export function parseCustomerName(text: string): string | null {
  if (text === '' || text === '-' || text.length > nameCharsMax) return null;
  const name = toSingleLine(text);
  return name === '' || redact(name) !== name ? null : name;
}

/** Longer ones are tokens rather than names. */
const nameCharsMax = 64;
const targetCharsMax = 1_024;

/** Of the path alone, without authority and query. */
const splitPathSegments = (target: string): readonly string[] =>
  target
    .slice(0, targetCharsMax)
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '');

/** The request with what the configured field says about whose it is. */
export function attachCustomer(request: Request, values: AccessValues, field: string | undefined): Request {
  const customer = field === undefined ? null : parseCustomerName(values.get(field) ?? '');
  return customer === null ? request : { ...request, customer };
}
