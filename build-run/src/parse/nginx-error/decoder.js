import { readLayout } from '../format-stop.js';
import { headerLayout, isErrorRecordStart } from './header.js';
import { splitRecord } from './split-record.js';
import { toEvent } from './to-event.js';
/**
 * Decodes nginx's error log, including that of OpenResty, ingress-nginx, Kong and APISIX: one record in, one attempt, change
 * or notice out.
 */
export const nginxErrorDecoder = {
  id: 'nginx-error',
  isRecordStart: isErrorRecordStart,
  // A forged record looks complete; only the lines after it show that it was part of another one.
  isRecordComplete: () => false,
  findStop: (line) => readLayout(headerLayout, line),
  decode: (record, options) => {
    const parts = splitRecord(record.text);
    return parts && toEvent(parts, record, options);
  },
};
