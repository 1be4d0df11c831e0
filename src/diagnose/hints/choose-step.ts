import type { CatalogueProduct, Product } from '../../parse/decoder.js';
import type { FixFacts } from '../advice/fix-facts.js';
import type { FixStep } from '../advice/fix-step.js';

/** A step of a hint on each product of the catalogue. */
export type StepsByProduct = Readonly<Record<CatalogueProduct, (facts: FixFacts) => FixStep>>;

/** The step for this product. Any other gets the one of nginx, without a command that only nginx has. */
export function chooseStep(product: Product, steps: StepsByProduct, facts: FixFacts): FixStep {
  if (product === 'nginx' || product === 'envoy') return steps[product](facts);
  const { command, ...step } = steps.nginx(facts);
  return command === undefined || command.includes('nginx') ? step : { ...step, command };
}
