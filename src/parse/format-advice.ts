import type { AccessFields } from './access-fields.js';
import type { Family } from './decoder.js';
import { recommendedEnvoyAddition } from './envoy-access/known-formats.js';
import { recommendedNginxFormat } from './known-formats.js';

/** What an access log does not tell, and the line that would make it tell. */
export type FormatAdvice = {
  /** Each with the fields that would: `retries, and which server failed ($upstream_addr, $upstream_status)`. */
  readonly gaps: readonly string[];
  /** What to do, in words that end before what is to be pasted. */
  readonly say: string;
  /** One line to paste. */
  readonly add: string;
};

/** What cannot be told from a file with these fields; undefined when it tells all that matters. */
export function formatAdvice(family: Family, fields: AccessFields): FormatAdvice | undefined {
  const missing = questions[family].flatMap(({ about, by }) => {
    const lacking = by.filter((ways) => ways.every((name) => !fields.names.has(name)));
    return lacking.length === 0 ? [] : { about, names: lacking.flatMap(([name = '']) => name) };
  });
  if (missing.length === 0) return undefined;
  const names = missing.flatMap((each) => each.names);
  const gaps = missing.map((each) => `${each.about} (${each.names.map(written[family]).join(', ')})`);
  return { gaps, ...(family === 'nginx' ? nginxLine : envoyLine(names, fields)) };
}

/** A question that people ask of a failure; each list of `by` names the ways to log one of the things that answer it. */
type Question = { readonly about: string; readonly by: readonly (readonly string[])[] };

const questions: Readonly<Record<Family, readonly Question[]>> = {
  nginx: [
    { about: 'retries, and which server failed', by: [['upstream_addr'], ['upstream_status']] },
    { about: 'who made a 502', by: [['upstream_header_time']] },
    { about: 'whether a connection came about', by: [['upstream_connect_time']] },
    {
      about: 'whose time limit ran out',
      by: [['upstream_response_time'], ['request_time', 'request_time_ms', 'request_time_ns']],
    },
    { about: 'whether anything was answered', by: [['upstream_bytes_received']] },
    { about: 'which error record belongs to it, for certain', by: [['connection']] },
    { about: 'the name of the upstream', by: [['proxy_host', 'proxy_upstream_name']] },
  ],
  envoy: [
    { about: 'the exact reason', by: [['RESPONSE_CODE_DETAILS']] },
    { about: 'why a connection or TLS failed', by: [['UPSTREAM_TRANSPORT_FAILURE_REASON']] },
    { about: 'the cluster of a request that met no host', by: [['UPSTREAM_CLUSTER']] },
    { about: 'retries', by: [['UPSTREAM_REQUEST_ATTEMPT_COUNT']] },
    { about: 'gRPC failures behind a 200', by: [['GRPC_STATUS', 'GRPC_STATUS_NUMBER']] },
  ],
};

const written: Readonly<Record<Family, (name: string) => string>> = {
  nginx: (name) => `$${name}`,
  envoy: (name) => `%${name}%`,
};

const nginxLine = {
  say: 'to nginx.conf, with `access_log PATH bg;` where the old format is used',
  add: `log_format bg escape=json '${recommendedNginxFormat}';`,
};

function envoyLine(names: readonly string[], { format, isJson }: AccessFields) {
  if (isJson) {
    const keys = names.map((name) => `"${name.toLowerCase()}":"%${name}%"`);
    return { say: 'to the keys of the JSON format', add: keys.join(',') };
  }
  if (format === 'envoy') return { say: 'to the end of the format', add: recommendedEnvoyAddition };
  const ends = names.map((name) => (name === quotedName ? `"%${name}%"` : `%${name}%`));
  return {
    say: 'to the end of the format, and set ENVOY_LOG_FORMAT to the whole of it',
    add: ends.join(' '),
  };
}

/** Its value holds spaces in older releases. */
const quotedName = 'UPSTREAM_TRANSPORT_FAILURE_REASON';
