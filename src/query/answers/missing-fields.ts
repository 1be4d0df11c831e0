import type { Clock } from '../../base/calendar.js';
import { pluralize } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, code, joinText, text } from '../../render/rich-text.js';
import type { QuestionHandler } from '../answer.js';
import { type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** `which log field am I missing?` */
export const missingFieldsHandler: QuestionHandler<{ type: 'missing-fields' }> = {
  type: 'missing-fields',
  phrases: ['log field', 'log fields', 'field', 'fields', 'missing field', 'log format'],
  precedence: 'first',
  usage: 'which log field am I missing?',
  help: 'what the log format should have for better answers',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const failures = context.repository.individualFailures(
      scope.window.span,
      scope.filter,
      'latest',
      failuresMax,
    );
    const counts = new Map<string, number>();
    for (const field of failures.flatMap((failure) => failure.missingFields))
      counts.set(field, (counts.get(field) ?? 0) + 1);
    const ranked = [...counts]
      .map(([field, count]): MissingField => ({ field, count }))
      .sort((a, b) => b.count - a.count);
    return { message: renderMissingFields(ranked.slice(0, fieldsShownMax), failures.length, scope, context) };
  },
};

const failuresMax = 1_000;
const fieldsShownMax = 6;

/** Log fields that would have told more, by how many of the latest failures want them. */
export function renderMissingFields(
  lacks: readonly MissingField[],
  failureCount: number,
  scope: QueryScope,
  clock: Clock,
): Message {
  const [first] = lacks;
  return renderAnswer(
    {
      lead:
        first === undefined
          ? text`${bold('None')}: the latest ${pluralize(failureCount, 'failure')} would not be told better by another field.`
          : text`${bold(first.field)} would tell more of ${first.count} of the latest ${pluralize(failureCount, 'failure')}.`,
      details: [
        first === undefined
          ? undefined
          : text`Add to the log format: ${joinText(
              lacks.map(({ field }) => [code(field)]),
              ' ',
            )}; ${code('badgateway check')} says what each format lacks.`,
      ],
      list: {
        title: '',
        items: lacks.map(({ field, count }) => text`${code(field)}: ${pluralize(count, 'failure')}`),
      },
    },
    scope,
    clock,
  );
}

/** A field, and how many failures want it. */
export type MissingField = { readonly field: string; readonly count: number };
