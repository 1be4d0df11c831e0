import type { Button, ModalView, StaticSelect } from '@slack/types';
import type { Incident, IncidentNumber } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import type { OperatorAction } from '../operator-action.js';
import type { AnswerContext } from '../question-handler.js';

/** One button or menu choice of an incident's message, with its modal. Each file of `actions/` holds one. */
export type ButtonHandler = {
  /** Slack's `action_id`. Frozen: messages that were posted keep it. */
  readonly name: string;
  /** The action it leads to, which decides who may press it; null for looking. */
  readonly actionType: OperatorAction['type'] | null;
  /** True when the incident can be acted on in this way now. Offered always when absent. */
  readonly isOffered?: (incident: Incident) => boolean;
  readonly control: RowControl | MenuControl;
  /** Handles a press. `choice` is the chosen option of a menu, and empty for a plain button. */
  readonly onPress: (incident: Incident, choice: string, context: PressContext) => PressResult;
  /** Handles the submitted modal that `onPress` opened. */
  readonly onSubmit?: (incident: Incident, fields: ModalFields, context: PressContext) => SubmitResult;
};

/** A control in the row of buttons. `value` is what a press must carry. */
type RowControl = {
  readonly type: 'row';
  readonly render: (name: string, incident: Incident, isSilenced: boolean) => Button | StaticSelect;
};

/** A choice in the menu of rare actions. */
type MenuControl = { readonly type: 'menu'; readonly label: string };

/** The user, channel and data of a press. */
export type PressContext = AnswerContext & { readonly user: string; readonly channel: string };

/** The result of a press: an action to apply, a modal to open, or a message for that user alone. */
type PressResult = RequestedAction | { readonly view: ModalView } | { readonly message: Message };

/** An action to apply, and the reply once it is applied; none where the incident's message shows the result. */
export type RequestedAction = { readonly action: OperatorAction; readonly message?: Message };

/** Texts and choices of a submitted modal, by the ids of its fields. */
export type ModalFields = Readonly<Record<string, string>>;

/** The action that a submitted modal asks for, or problems by field. */
export type SubmitResult = RequestedAction | { readonly problems: ModalFields };

/** Encodes a button's value: ids only, never data, which would be out of date by the time it is pressed. */
export const encodeButtonValue = (incidentNumber: IncidentNumber | null, choice?: string): string =>
  choice === undefined ? String(incidentNumber) : `${incidentNumber}:${choice}`;

/** Encodes what a modal remembers: the incident, and the channel that its answer goes to. */
export const encodeModalContext = ({ number: incidentNumber }: Incident, channel: string): string =>
  `${encodeButtonValue(incidentNumber)}@${channel}`;

/** Decodes what a modal remembers; undefined unless `encodeModalContext` made the text. */
export function decodeModalContext(
  text: string,
): { readonly incidentNumber: IncidentNumber; readonly channel: string } | undefined {
  const [, incidentNumber, channel] = /^(\d{1,9})@([A-Z0-9]{1,20})$/.exec(text) ?? [];
  return incidentNumber === undefined || channel === undefined
    ? undefined
    : { incidentNumber: Number(incidentNumber), channel };
}
