import { customerName } from '../customer.js';
import type { Request } from '../event.js';
import type { AccessValues } from '../gateway.js';

/** The request with what the configured field says about whose it is. */
export function withTenant(request: Request, values: AccessValues, field: string | undefined): Request {
  const tenant = field === undefined ? null : customerName(values.get(field) ?? '');
  return tenant === null ? request : { ...request, tenant };
}
