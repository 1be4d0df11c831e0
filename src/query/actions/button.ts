import type { ModalView } from '@slack/types';
import type { Incident } from '../../incidents/incident.js';
import { type ButtonName, buttonNames, buttonValue, moreMenu } from '../../notify/incident-buttons.js';
import type { Message } from '../../render/message.js';
import type { Act } from '../action.js';
import type { Context } from '../answer.js';

/** One press: which button, at which incident, and what was chosen where there was a choice. */
export type Pressed = {
  readonly button: ButtonName;
  /** 142 for BG-142. */
  readonly incident: number;
  readonly choice: string;
};

/** What a press says. Undefined when no button of ours carries that. */
export function pressedIn(action: string, value: string): Pressed | undefined {
  const [, number, choice = ''] = /^(\d{1,9})(?::([a-z0-9-]{1,40}))?$/.exec(value) ?? [];
  const button = buttonNames.find((name) => name === (action === moreMenu ? choice : action));
  return number === undefined || button === undefined
    ? undefined
    : { button, incident: Number(number), choice };
}

/** What one button does. An entry of the catalogue in `buttons/`. */
export type Button = {
  /** What it comes to; null where one only looks. */
  readonly does: Act['name'] | null;
  readonly press: (incident: Incident, pressed: Pressed, situation: PressSituation) => Reaction;
  /** What its filled modal comes to, where it opens one. */
  readonly submit?: (incident: Incident, fields: Fields, situation: PressSituation) => Filled;
};

/** When and by whom something is pressed, and what is known then. */
export type PressSituation = Context & { readonly user: string; readonly channel: string };

/** What comes of a press: something is done, shown in a modal, or said to that person alone. */
export type Reaction = Ordered | { readonly view: ModalView } | { readonly message: Message };

/** Something to be done, and what is said when it is: nothing where the incident's message shows it. */
export type Ordered = { readonly act: Act; readonly message?: Message };

/** What stands in the fields of a modal, by their ids. */
export type Fields = Readonly<Record<string, string>>;

/** What a filled modal comes to, or what is wrong with it, field by field. */
export type Filled = Ordered | { readonly problems: Fields };

/** What a modal remembers: ids and never data. The channel is where its answer is seen. */
export const modalPlace = ({ number }: Incident, channel: string): string =>
  `${buttonValue(number)}@${channel}`;

/** The reverse; undefined when no modal of ours remembers that. */
export function placeIn(text: string): { readonly incident: number; readonly channel: string } | undefined {
  const [, number, channel] = /^(\d{1,9})@([A-Z0-9]{1,20})$/.exec(text) ?? [];
  return number === undefined || channel === undefined ? undefined : { incident: Number(number), channel };
}
