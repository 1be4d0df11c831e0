const head =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS%';
const details = '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS%';
const reason = '"%UPSTREAM_TRANSPORT_FAILURE_REASON%"';
const policy = '"%DYNAMIC_METADATA(istio.mixer:status)%"';
const body =
  '%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';
const meshWithoutRoute =
  '%UPSTREAM_CLUSTER% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME%';
const mesh = `${meshWithoutRoute} %ROUTE_NAME%`;
/** Kuma's own operators name what others do not have; its source and destination stand where those of Envoy would. */
const kumaHttp = `[%START_TIME%] %KUMA_MESH% ${head.slice(head.indexOf('"'))} %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-B3-TRACEID?X-DATADOG-TRACEID)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%KUMA_SOURCE_SERVICE%" "%UPSTREAM_CLUSTER%" "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" "%UPSTREAM_HOST%"`;
/** The fields to append to Envoy's default format, so the reason of a failure is logged. */
export const recommendedEnvoyAddition =
  '%RESPONSE_CODE_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %UPSTREAM_CLUSTER% %UPSTREAM_REQUEST_ATTEMPT_COUNT% %GRPC_STATUS%';
/** Default access log formats of Envoy and gateways built on it, the most common first. */
export const knownEnvoyFormats = [
  { name: 'istio', format: `${head} ${details} ${reason} ${body} ${mesh}` },
  // Also Contour's.
  { name: 'envoy', format: `${head} ${body}` },
  { name: 'envoy-recommended', format: `${head} ${body} ${recommendedEnvoyAddition}` },
  // Before Istio 1.9; before 1.8 with the status of its policy service before the reason.
  { name: 'istio-1.8', format: `${head} ${reason} ${body} ${mesh}` },
  { name: 'istio-1.5', format: `${head} ${policy} ${reason} ${body} ${mesh}` },
  { name: 'istio-1.3', format: `${head} ${policy} ${reason} ${body} ${meshWithoutRoute}` },
  { name: 'istio-1.1', format: `${head} ${policy} ${body} ${meshWithoutRoute}` },
  { name: 'kuma-http', format: kumaHttp },
];
