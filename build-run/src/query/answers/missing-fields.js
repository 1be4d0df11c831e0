import { pluralize } from '../../base/format-number.js';
import { bold, code, joinText, text } from '../../render/rich-text.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `which log field am I missing?`: fields that would improve answers. */
export const missingFieldsHandler = {
  type: 'missing-fields',
  phrases: ['log field', 'log fields', 'field', 'fields', 'missing field', 'log format'],
  precedence: 'first',
  usage: 'which log field am I missing?',
  help: 'fields to add to the log format for better answers',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const failures = context.repository.individualFailures(
      scope.window.span,
      scope.filter,
      'latest',
      failuresMax,
    );
    const counts = new Map();
    for (const field of failures.flatMap((failure) => failure.missingFields))
      counts.set(field, (counts.get(field) ?? 0) + 1);
    const ranked = [...counts].map(([field, count]) => ({ field, count })).sort((a, b) => b.count - a.count);
    return { message: renderMissingFields(ranked.slice(0, fieldsShownMax), failures.length, scope, context) };
  },
};
const failuresMax = 1_000;
const fieldsShownMax = 6;
/** Renders the log fields that would have helped, by the number of recent failures that lack them. */
function renderMissingFields(missingFields, failureCount, scope, clock) {
  const [first] = missingFields;
  return renderAnswer(
    {
      lead:
        first === undefined
          ? text`${bold('None')}: no other field would help with the latest ${pluralize(failureCount, 'failure')}.`
          : text`${bold(first.field)} would help with ${first.count} of the latest ${pluralize(failureCount, 'failure')}.`,
      details: [
        first === undefined
          ? undefined
          : text`Add to the log format: ${joinText(
              missingFields.map(({ field }) => [code(field)]),
              ' ',
            )}; ${code('badgateway check')} lists what each format lacks.`,
      ],
      list: {
        title: '',
        items: missingFields.map(({ field, count }) => text`${code(field)}: ${pluralize(count, 'failure')}`),
      },
    },
    scope,
    clock,
  );
}
