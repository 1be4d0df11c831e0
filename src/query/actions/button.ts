import type { ModalView } from '@slack/types';
import type { Incident, IncidentNumber } from '../../incidents/incident.js';
import {
  type ButtonName,
  buttonNames,
  encodeButtonValue,
  moreMenuId,
} from '../../notify/incident-buttons.js';
import type { Message } from '../../render/message.js';
import type { OperatorAction } from '../action.js';
import type { AnswerContext } from '../answer.js';

/** One press: which button, at which incident, and what was chosen where there was a choice. */
export type ButtonPress = {
  readonly button: ButtonName;
  /** 142 for BG-142. */
  readonly incidentNumber: IncidentNumber;
  readonly choice: string;
};

/** What a press says. Undefined when no button of ours carries that. */
export function parseButtonPress(actionId: string, value: string): ButtonPress | undefined {
  const [, incidentNumber, choice = ''] = /^(\d{1,9})(?::([a-z0-9-]{1,40}))?$/.exec(value) ?? [];
  const button = buttonNames.find((name) => name === (actionId === moreMenuId ? choice : actionId));
  return incidentNumber === undefined || button === undefined
    ? undefined
    : { button, incidentNumber: Number(incidentNumber), choice };
}

/** What one button does. An entry of the catalogue in `buttons/`. */
export type ButtonHandler = {
  /** What it comes to; null where one only looks. */
  readonly actionType: OperatorAction['type'] | null;
  readonly onPress: (incident: Incident, press: ButtonPress, context: PressContext) => PressResult;
  /** What its filled modal comes to, where it opens one. */
  readonly onSubmit?: (incident: Incident, fields: ModalFields, context: PressContext) => SubmitResult;
};

/** When and by whom something is pressed, and what is known then. */
export type PressContext = AnswerContext & { readonly user: string; readonly channel: string };

/** What comes of a press: something is done, shown in a modal, or said to that person alone. */
export type PressResult = RequestedAction | { readonly view: ModalView } | { readonly message: Message };

/** Something to be done, and what is said when it is: nothing where the incident's message shows it. */
export type RequestedAction = { readonly action: OperatorAction; readonly message?: Message };

/** What stands in the fields of a modal, by their ids. */
export type ModalFields = Readonly<Record<string, string>>;

/** What a filled modal comes to, or what is wrong with it, field by field. */
export type SubmitResult = RequestedAction | { readonly problems: ModalFields };

/** What a modal remembers: ids and never data. The channel is where its answer is seen. */
export const encodeModalContext = ({ number: incidentNumber }: Incident, channel: string): string =>
  `${encodeButtonValue(incidentNumber)}@${channel}`;

/** The reverse; undefined when no modal of ours remembers that. */
export function decodeModalContext(
  text: string,
): { readonly incidentNumber: IncidentNumber; readonly channel: string } | undefined {
  const [, incidentNumber, channel] = /^(\d{1,9})@([A-Z0-9]{1,20})$/.exec(text) ?? [];
  return incidentNumber === undefined || channel === undefined
    ? undefined
    : { incidentNumber: Number(incidentNumber), channel };
}
