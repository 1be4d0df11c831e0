import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { AccessValues } from './decoder.js';
import type { Request, RequestLine } from './event.js';

/** Which part of a request identifies the customer (`CUSTOMER_KEY`). */
export type CustomerKey =
  | { readonly type: 'host' }
  /** Path segments count from 1. */
  | { readonly type: 'path'; readonly segment: number }
  /** A variable or operator of the log format, without `$` or `%`. */
  | { readonly type: 'field'; readonly field: string };

/** Request properties that may identify the customer. */
type CustomerFields = {
  readonly host: string | null;
  readonly request: RequestLine | null;
  /** Value of the configured field, as returned by `parseCustomerName`. */
  readonly customer?: string | null;
};

/** The customer of a request; null if it cannot be identified. */
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

/** A customer name as counted and shown; null if it is empty, too long or contains a secret. */
function parseCustomerName(text: string): string | null {
  if (text === '' || text === '-' || text.length > nameCharsMax) return null;
  const name = toSingleLine(text);
  return name === '' || redact(name) !== name ? null : name;
}

/** Longer values are tokens rather than names. */
const nameCharsMax = 64;
const targetCharsMax = 1_024;

/** Segments of the path alone, without authority, query and path parameters. */
const splitPathSegments = (target: string): readonly string[] =>
  target
    .slice(0, targetCharsMax)
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '');

/** Adds the customer from the configured log field to a request, if the line has it. */
export function attachCustomer(request: Request, values: AccessValues, field: string | undefined): Request {
  const customer = field === undefined ? null : parseCustomerName(values.get(field) ?? '');
  return customer === null ? request : { ...request, customer };
}
