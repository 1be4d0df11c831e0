import type { AccessFields } from './access-fields.js';
import type { Product } from './decoder.js';
import { recommendedEnvoyAddition } from './envoy-access/known-formats.js';
import { recommendedNginxFormat } from './known-formats.js';

/** What an access log does not tell, and the line that would make it tell. */
export type FormatAdvice = {
  /** Each with the fields that would: `retries, and which server failed ($upstream_addr, $upstream_status)`. */
  readonly missing: readonly string[];
  /** What to do, in words that end before what is to be pasted. */
  readonly instruction: string;
  /** One line to paste. */
  readonly snippet: string;
};

/** What cannot be told from a file with these fields; undefined when it tells all that matters. */
export function suggestFormat(product: Product, fields: AccessFields): FormatAdvice | undefined {
  const missing = fieldQuestions[product].flatMap(({ topic, alternatives: by }) => {
    const missingFields = by.filter((alternatives) => alternatives.every((name) => !fields.names.has(name)));
    return missingFields.length === 0 ? [] : { topic, names: missingFields.flatMap(([name = '']) => name) };
  });
  if (missing.length === 0) return undefined;
  const names = missing.flatMap((question) => question.names);
  const descriptions = missing.map(
    (question) => `${question.topic} (${question.names.map(formatFieldName[product]).join(', ')})`,
  );
  return {
    missing: descriptions,
    ...(product === 'nginx' ? nginxAdvice : adviseOnEnvoyFormat(names, fields)),
  };
}

/** A question that people ask of a failure; each list of `by` names the ways to log one of the things that answer it. */
type FieldQuestion = { readonly topic: string; readonly alternatives: readonly (readonly string[])[] };

const fieldQuestions: Readonly<Record<Product, readonly FieldQuestion[]>> = {
  nginx: [
    { topic: 'retries, and which server failed', alternatives: [['upstream_addr'], ['upstream_status']] },
    { topic: 'who made a 502', alternatives: [['upstream_header_time']] },
    { topic: 'whether a connection came about', alternatives: [['upstream_connect_time']] },
    {
      topic: 'whose time limit ran out',
      alternatives: [['upstream_response_time'], ['request_time', 'request_time_ms', 'request_time_ns']],
    },
    { topic: 'whether anything was answered', alternatives: [['upstream_bytes_received']] },
    { topic: 'which error record belongs to it, for certain', alternatives: [['connection']] },
    { topic: 'the name of the upstream', alternatives: [['proxy_host', 'proxy_upstream_name']] },
  ],
  envoy: [
    { topic: 'the exact reason', alternatives: [['RESPONSE_CODE_DETAILS']] },
    { topic: 'why a connection or TLS failed', alternatives: [['UPSTREAM_TRANSPORT_FAILURE_REASON']] },
    { topic: 'the cluster of a request that met no host', alternatives: [['UPSTREAM_CLUSTER']] },
    { topic: 'retries', alternatives: [['UPSTREAM_REQUEST_ATTEMPT_COUNT']] },
    { topic: 'gRPC failures behind a 200', alternatives: [['GRPC_STATUS', 'GRPC_STATUS_NUMBER']] },
  ],
};

const formatFieldName: Readonly<Record<Product, (name: string) => string>> = {
  nginx: (name) => `$${name}`,
  envoy: (name) => `%${name}%`,
};

const nginxAdvice = {
  instruction: 'to nginx.conf, with `access_log PATH bg;` where the old format is used',
  snippet: `log_format bg escape=json '${recommendedNginxFormat}';`,
};

function adviseOnEnvoyFormat(names: readonly string[], { format, isJson }: AccessFields) {
  if (isJson) {
    const keys = names.map((name) => `"${name.toLowerCase()}":"%${name}%"`);
    return { instruction: 'to the keys of the JSON format', snippet: keys.join(',') };
  }
  if (format === 'envoy')
    return { instruction: 'to the end of the format', snippet: recommendedEnvoyAddition };
  const operators = names.map((name) => (name === quotedName ? `"%${name}%"` : `%${name}%`));
  return {
    instruction: 'to the end of the format, and set ENVOY_LOG_FORMAT to the whole of it',
    snippet: operators.join(' '),
  };
}

/** Its value holds spaces in older releases. */
const quotedName = 'UPSTREAM_TRANSPORT_FAILURE_REASON';
