import type { ActionsBlock } from '@slack/types';
import { formatIncidentName, type Incident, type IncidentNumber } from '../incidents/incident.js';
import { button, confirmationDialog, type MenuOption, menu, overflowMenu } from '../render/controls.js';

/** Buttons and menus for what can be done to an incident now: three buttons at most, the rest in menus. */
export function renderIncidentButtons(incident: Incident, isSilenced: boolean): ActionsBlock {
  const { number, state, acknowledgement, mergedIntoId } = incident;
  const value = encodeButtonValue(number);
  const isOpen = state.type === 'open';
  const elements = [
    isOpen && acknowledgement === null
      ? button('Acknowledge', toActionId('acknowledge'), value, { style: 'primary' })
      : undefined,
    isOpen ? menu('Silence for', toActionId('silence'), buildSilenceChoices(number, isSilenced)) : undefined,
    button('Lines', toActionId('lines'), value),
    isOpen
      ? button('Resolve', toActionId('resolve'), value, { confirm: buildResolveConfirmation(incident) })
      : undefined,
    mergedIntoId === null ? overflowMenu(moreMenuId, buildMoreChoices(number, isOpen)) : undefined,
  ];
  return { type: 'actions', elements: elements.filter((element) => element !== undefined) };
}

function buildSilenceChoices(
  incidentNumber: IncidentNumber | null,
  isSilenced: boolean,
): readonly MenuOption[] {
  const choices = [
    ['30m', '30 min'],
    ['2h', '2 h'],
    ['8h', '8 h'],
    ['open', 'until I end it'],
    ['other', 'other …'],
    ...(isSilenced ? [['end', 'End silence'] as const] : []),
  ] as const;
  return choices.map(([choice, label]) => ({
    label: [label],
    value: encodeButtonValue(incidentNumber, choice),
  }));
}

function buildMoreChoices(incidentNumber: IncidentNumber | null, isOpen: boolean): readonly MenuOption[] {
  const buildChoice = (button: ButtonName, label: string): MenuOption => ({
    label: [label],
    value: encodeButtonValue(incidentNumber, button),
  });
  return [
    buildChoice('note', 'Add a note …'),
    buildChoice('wrong-cause', 'Wrong cause …'),
    ...(isOpen ? [buildChoice('merge', 'Merge into another …')] : []),
  ];
}

const buildResolveConfirmation = (incident: Incident) =>
  confirmationDialog(
    `Resolve ${formatIncidentName(incident)}?`,
    'It reopens automatically if requests keep failing.',
    'Resolve',
  );

/** Slack's `action_id` is the button's own name. */
const toActionId = (button: ButtonName): string => button;

/** Actions on an incident's message, as buttons or menu choices. Frozen: messages in Slack keep their ids. */
export const buttonNames = [
  'acknowledge',
  'silence',
  'lines',
  'resolve',
  'merge',
  'wrong-cause',
  'note',
] as const;
export type ButtonName = (typeof buttonNames)[number];

/** The overflow menu of rare actions; its choices are button names. */
export const moreMenuId = 'more';

/** Encodes a button's value: ids only, never data, which would be out of date by the time it is pressed. */
export const encodeButtonValue = (incidentNumber: IncidentNumber | null, choice?: string): string =>
  choice === undefined ? String(incidentNumber) : `${incidentNumber}:${choice}`;
