import type { ActionsBlock } from '@slack/types';
import { type Incident, incidentName } from '../incidents/incident.js';
import { asking, button, type Choice, dots, menu } from '../render/controls.js';

/** What can be done to an incident now; three buttons at most, the rest in menus. */
export function incidentButtons(incident: Incident, isSilenced: boolean): ActionsBlock {
  const { number, state, acknowledged, partOf } = incident;
  const value = buttonValue(number);
  const isOpen = state.name === 'open';
  const elements = [
    isOpen && acknowledged === null
      ? button('Acknowledge', name('acknowledge'), value, { style: 'primary' })
      : undefined,
    isOpen ? menu('Silence for', name('silence'), silenceChoices(number, isSilenced)) : undefined,
    button('Lines', name('lines'), value),
    isOpen ? button('Resolve', name('resolve'), value, { confirm: sureToResolve(incident) }) : undefined,
    partOf === null ? dots(moreMenu, moreChoices(number, isOpen)) : undefined,
  ];
  return { type: 'actions', elements: elements.filter((element) => element !== undefined) };
}

function silenceChoices(incident: number | null, isSilenced: boolean): readonly Choice[] {
  const choices = [
    ['30m', '30 min'],
    ['2h', '2 h'],
    ['8h', '8 h'],
    ['open', 'until I say'],
    ['other', 'other …'],
    ...(isSilenced ? [['end', 'End the silence'] as const] : []),
  ] as const;
  return choices.map(([choice, words]) => ({ words: [words], value: buttonValue(incident, choice) }));
}

function moreChoices(incident: number | null, isOpen: boolean): readonly Choice[] {
  const choice = (button: ButtonName, words: string): Choice => ({
    words: [words],
    value: buttonValue(incident, button),
  });
  return [
    choice('note', 'Add a note …'),
    choice('wrong-cause', 'Wrong cause …'),
    ...(isOpen ? [choice('merge', 'Merge into another …')] : []),
  ];
}

const sureToResolve = (incident: Incident) =>
  asking(
    `Resolve ${incidentName(incident)}?`,
    'It comes back by itself if requests go on failing.',
    'Resolve it',
  );

/** Slack's `action_id` is the button's own name. */
const name = (button: ButtonName): string => button;

/** What people can do to an incident from its message, by pressing or choosing. */
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

/** The menu of what is seldom needed; its choices are buttons. */
export const moreMenu = 'more';

/** What a button carries: ids and never data, so that it means the same for as long as the message stands. */
export const buttonValue = (incident: number | null, choice?: string): string =>
  choice === undefined ? String(incident) : `${incident}:${choice}`;
