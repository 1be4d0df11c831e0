import type { Decoder } from '../decoder.js';
import { isErrorRecordStart } from './header.js';
import { splitRecord } from './split-record.js';
import { toEvent } from './to-event.js';

/** nginx's error log, also as OpenResty, ingress-nginx, Kong and APISIX write it. */
export const nginxErrorDecoder: Decoder = {
  id: 'nginx-error',
  product: 'nginx',
  isRecordStart: isErrorRecordStart,
  // A forged record looks whole; only the lines behind it betray that it stood inside another one.
  isRecordComplete: () => false,
  decode: (record, options) => {
    const parts = splitRecord(record.text);
    return parts && toEvent(parts, record, options);
  },
};
