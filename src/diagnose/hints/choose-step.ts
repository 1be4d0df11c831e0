import type { CatalogueProduct, Product } from '../../parse/decoder.js';
import type { FixFacts } from '../advice/fix-facts.js';
import type { FixStep } from '../advice/fix-step.js';

/** A step of a hint on each product of the catalogue. */
export type StepsByProduct = Readonly<Record<CatalogueProduct, (facts: FixFacts) => FixStep>>;

/**
 * The step for this product. Any other gets the one of nginx, ztunnel that of Envoy, without a command that only these
 * have.
 */
export function chooseStep(product: Product, steps: StepsByProduct, facts: FixFacts): FixStep {
  if (product === 'nginx' || product === 'envoy') return steps[product](facts);
  const { command, ...step } = product === 'ztunnel' ? steps.envoy(facts) : steps.nginx(facts);
  const isOfOther =
    product === 'ztunnel'
      ? !/^kubectl (?:get|describe|logs) /.test(command ?? '')
      : command?.includes('nginx');
  return command === undefined || isOfOther ? step : { ...step, command };
}
