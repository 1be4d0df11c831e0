/**
 * True for a record by which nginx refuses its configuration, at a reload, a start or `nginx -t`: it names a place in a
 * file, or is one of the few messages that name none. A port in use is no fault of the configuration.
 */
export const refusesConfiguration = ({ header, context, message }) =>
  header.level === 'emerg' &&
  header.connection === null &&
  context.values.size === 0 &&
  refusal.test(message.text);
const refusal =
  /^(?!.*\bbind\(\)).* in \/\S+:\d{1,9}$|^(?:cannot load certificate|SSL_CTX_use_PrivateKey|no "events" section|could not build )/;
