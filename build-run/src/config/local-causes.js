import { z } from 'zod';
import { causeClasses } from '../diagnose/cause-class.js';
import { compileEnvoyFormat } from '../parse/format/envoy-format.js';
import { compileNginxFormat } from '../parse/format/nginx-format.js';
export const noTeaching = {
  patterns: [],
  causes: [],
  nginxLogFormats: [],
  envoyLogFormats: [],
  entries: [],
};
/** Reads the file of LOCAL_CAUSES, or returns everything that is wrong with its form at once. */
export function parseLocalCauses(text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problems: [`it is no JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  if (!Array.isArray(json)) return { problems: ['it must be a list: [{"as": "noise", …}, …]'] };
  const problems = [];
  const entries = [];
  for (const [index, item] of json.entries()) {
    const result = entrySchema.safeParse(item);
    if (result.success) entries.push(result.data);
    else
      for (const { path, message } of result.error.issues)
        problems.push(`entry ${index + 1}${path.length === 0 ? '' : `, ${path.join('.')}`}: ${message}`);
  }
  problems.push(...findRepeatedIds(entries), ...findWrongFormats(entries));
  return problems.length > 0 ? { problems } : { teaching: toTeaching(entries) };
}
/** Describes an entry in a message: `entry 2 (license-expired)`. */
export const nameEntry = (entry, index) =>
  `entry ${index + 1} (${entry.as === 'cause' ? entry.id : entry.as})`;
const literalWord = /[A-Za-z]{3}/;
const patternSchema = z
  .string()
  .max(500)
  .refine(
    (pattern) => pattern.split(/\s+/).filter((word) => literalWord.test(word)).length >= 2,
    'needs at least two words of three letters that are no wildcard, or it matches too much',
  );
const samplesSchema = z.array(z.string().min(1).max(2_000)).min(1).max(20);
const fieldsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const entrySchema = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('noise'), pattern: patternSchema, samples: samplesSchema }),
  z.strictObject({
    as: z.literal('cause'),
    id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be 2 to 40 lower-case letters, digits and dashes'),
    title: z.string().min(3).max(32),
    meaning: z.string().min(10).max(500),
    advice: z
      .array(
        z.union([
          z.string().min(3).max(90),
          z.strictObject({ text: z.string().min(3).max(90), command: z.string().max(200).optional() }),
        ]),
      )
      .min(1)
      .max(6),
    // The cast: the keys of the table are the classes.
    class: z.enum(Object.keys(causeClasses)).default('unknown'),
    gateway: z.enum(['nginx-error', 'envoy-app', 'haproxy', 'caddy-error']).default('nginx-error'),
    pattern: patternSchema,
    samples: samplesSchema,
  }),
  z.strictObject({
    as: z.literal('format'),
    product: z.enum(['nginx', 'envoy']),
    format: z.string().min(1).max(8_000),
    glob: z.string().min(1).optional(),
    samples: z
      .array(z.strictObject({ line: z.string().min(1).max(8_000), fields: fieldsSchema.default({}) }))
      .min(1)
      .max(20),
  }),
  z.strictObject({
    as: z.literal('sample'),
    file: z.string().default('-'),
    line: z.string().min(1).max(8_000),
    fields: fieldsSchema,
  }),
]);
function findRepeatedIds(entries) {
  const ids = entries.flatMap((entry) => (entry.as === 'cause' ? entry.id : []));
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...repeated].map((id) => `the id ${id} stands there twice`);
}
/** Compiles a format that is taught. Throws a `FormatError` if it is none. */
export const compileFormat = (product, format) =>
  product === 'nginx' ? compileNginxFormat(format) : compileEnvoyFormat(format);
const findWrongFormats = (entries) =>
  entries.flatMap((entry, index) => {
    if (entry.as !== 'format') return [];
    try {
      compileFormat(entry.product, entry.format);
      return [];
    } catch (error) {
      return [`${nameEntry(entry, index)}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
function toTeaching(entries) {
  const listFormats = (product) =>
    entries.flatMap((entry) =>
      entry.as === 'format' && entry.product === product
        ? { glob: entry.glob ?? null, format: entry.format }
        : [],
    );
  return {
    patterns: entries.flatMap((entry) => {
      if (entry.as === 'noise') return { as: 'noise', pattern: entry.pattern };
      if (entry.as !== 'cause') return [];
      const gateway = entry.gateway;
      return { as: 'cause', cause: toLocalId(entry.id), gateway, pattern: entry.pattern };
    }),
    causes: entries.flatMap((entry) =>
      entry.as === 'cause'
        ? {
            id: toLocalId(entry.id),
            title: entry.title,
            meaning: entry.meaning,
            advice: entry.advice.map((step) => (typeof step === 'string' ? { text: step } : step)),
            class: entry.class,
          }
        : [],
    ),
    nginxLogFormats: listFormats('nginx'),
    envoyLogFormats: listFormats('envoy'),
    entries,
  };
}
const toLocalId = (id) => `local:${id}`;
