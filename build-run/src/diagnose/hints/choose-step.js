/**
 * The step for this product. Any other gets the one of nginx, ztunnel that of Envoy, without a command that only these
 * have.
 */
export function chooseStep(product, steps, facts) {
  if (product === 'nginx' || product === 'envoy') return steps[product](facts);
  const { command, ...step } = product === 'ztunnel' ? steps.envoy(facts) : steps.nginx(facts);
  const isOfOther =
    product === 'ztunnel'
      ? !/^kubectl (?:get|describe|logs) /.test(command ?? '')
      : command?.includes('nginx');
  return command === undefined || isOfOther ? step : { ...step, command };
}
