import type { Clock } from '../../base/calendar.js';
import type { GatewayChange } from '../../parse/event.js';
import { personName, type RichText, text, timestamp } from '../../render/rich-text.js';

/** A change as an item of a list. */
export const describeChange = ({ at, message, by }: GatewayChange, clock: Clock): RichText =>
  by === null
    ? text`${timestamp(at, clock)} ${message}`
    : text`${timestamp(at, clock)} ${message}, by ${personName(by)}`;
