import type { Clock } from '../../base/calendar.js';
import type { ChangeNote } from '../../parse/event.js';
import { moment, type Phrase, person, say } from '../../render/rich-text.js';

/** A change as an item of a list. */
export const changeWords = ({ at, words, by }: ChangeNote, clock: Clock): Phrase =>
  by === null ? say`${moment(at, clock)} ${words}` : say`${moment(at, clock)} ${words}, by ${person(by)}`;
