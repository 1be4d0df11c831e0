import { recommendedEnvoyAddition } from './envoy-access/known-formats.js';
import { recommendedNginxFormat } from './known-formats.js';
/** Suggests the missing fields of an access log; undefined if it has all that matter. */
export function suggestFormat(product, fields) {
  if (product !== 'nginx' && product !== 'envoy') return undefined;
  const missing = fieldQuestions[product].flatMap(({ topic, answers }) => {
    const missingAnswers = answers.filter((fieldNames) =>
      fieldNames.every((name) => !fields.names.has(name)),
    );
    return missingAnswers.length === 0 ? [] : { topic, names: missingAnswers.flatMap(([name = '']) => name) };
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
const fieldQuestions = {
  nginx: [
    { topic: 'retries, and which server failed', answers: [['upstream_addr'], ['upstream_status']] },
    { topic: 'who made a 502', answers: [['upstream_header_time']] },
    { topic: 'whether a connection was made', answers: [['upstream_connect_time']] },
    {
      topic: 'whose timeout expired',
      answers: [['upstream_response_time'], ['request_time', 'request_time_ms', 'request_time_ns']],
    },
    { topic: 'whether the upstream answered at all', answers: [['upstream_bytes_received']] },
    { topic: 'which error log record belongs to the request', answers: [['connection']] },
    { topic: 'the name of the upstream', answers: [['proxy_host', 'proxy_upstream_name']] },
  ],
  envoy: [
    { topic: 'the exact reason', answers: [['RESPONSE_CODE_DETAILS']] },
    { topic: 'why a connection or TLS failed', answers: [['UPSTREAM_TRANSPORT_FAILURE_REASON']] },
    { topic: 'the cluster of a request that reached no host', answers: [['UPSTREAM_CLUSTER']] },
    { topic: 'retries', answers: [['UPSTREAM_REQUEST_ATTEMPT_COUNT']] },
    { topic: 'gRPC failures with HTTP status 200', answers: [['GRPC_STATUS', 'GRPC_STATUS_NUMBER']] },
  ],
};
const formatFieldName = {
  nginx: (name) => `$${name}`,
  envoy: (name) => `%${name}%`,
};
const nginxAdvice = {
  instruction: 'to nginx.conf, with `access_log PATH bg;` in place of the old format',
  snippet: `log_format bg escape=json '${recommendedNginxFormat}';`,
};
function adviseOnEnvoyFormat(names, { format, isJson }) {
  if (isJson) {
    const keys = names.map((name) => `"${name.toLowerCase()}":"%${name}%"`);
    return { instruction: 'to the keys of the JSON format', snippet: keys.join(',') };
  }
  if (format === 'envoy')
    return { instruction: 'to the end of the format', snippet: recommendedEnvoyAddition };
  const operators = names.map((name) => (name === quotedName ? `"%${name}%"` : `%${name}%`));
  return {
    instruction: 'to the end of the format, and set ENVOY_LOG_FORMAT to the complete format',
    snippet: operators.join(' '),
  };
}
/** Older Envoy releases write this value with spaces. */
const quotedName = 'UPSTREAM_TRANSPORT_FAILURE_REASON';
