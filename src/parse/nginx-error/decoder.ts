import type { Gateway } from '../decoder.js';
import { beginsRecord } from './header.js';
import { readStatement } from './split-record.js';
import { eventOf } from './to-event.js';

/** nginx's error log, also as OpenResty, ingress-nginx, Kong and APISIX write it. */
export const nginxError: Gateway = {
  id: 'nginx-error',
  family: 'nginx',
  begins: beginsRecord,
  // A forged record looks whole; only the lines behind it betray that it stood inside another one.
  isWhole: () => false,
  read: (record, dialect) => {
    const statement = readStatement(record.text);
    return statement && eventOf(statement, record, dialect);
  },
};
