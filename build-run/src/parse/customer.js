import { toSingleLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
/** The customer of a request; null if it cannot be identified. */
export function identifyCustomer(key, { host, request, customer }) {
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
function parseCustomerName(text) {
  if (text === '' || text === '-' || text.length > nameCharsMax) return null;
  const name = toSingleLine(text);
  return name === '' || redact(name) !== name ? null : name;
}
/** Longer values are tokens rather than names. */
const nameCharsMax = 64;
const targetCharsMax = 1_024;
/** Segments of the path alone, without authority, query and path parameters. */
const splitPathSegments = (target) =>
  target
    .slice(0, targetCharsMax)
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '');
/** Adds the customer from the configured log field to a request, if the line has it. */
export function attachCustomer(request, values, field) {
  const customer = field === undefined ? null : parseCustomerName(values.get(field) ?? '');
  return customer === null ? request : { ...request, customer };
}
