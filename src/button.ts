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

/** One press: which button, at which incident, and what was chosen where there was a choice. */
export type Pressed = {
  readonly button: ButtonName;
  /** 142 for BG-142. */
  readonly incident: number;
  readonly choice: string;
};

/** The menu of what is seldom needed; its choices are buttons. */
export const moreMenu = 'more';

/** What a button carries: ids and never data, so that it means the same for as long as the message stands. */
export const buttonValue = (incident: number | null, choice?: string): string =>
  choice === undefined ? String(incident) : `${incident}:${choice}`;

/** What a press says. Undefined when no button of ours carries that. */
export function pressedIn(action: string, value: string): Pressed | undefined {
  const [, number, choice = ''] = /^(\d{1,9})(?::([a-z0-9-]{1,40}))?$/.exec(value) ?? [];
  const button = buttonNames.find((name) => name === (action === moreMenu ? choice : action));
  return number === undefined || button === undefined
    ? undefined
    : { button, incident: Number(number), choice };
}
