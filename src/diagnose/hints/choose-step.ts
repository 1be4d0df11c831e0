import type { CatalogueProduct, Product } from '../../parse/decoder.js';
import type { FixStep } from '../advice/fix-step.js';

/** The step for this product. Any other gets the one of nginx, without a command that only nginx has. */
export function chooseStep(product: Product, buildStep: (product: CatalogueProduct) => FixStep): FixStep {
  if (product === 'nginx' || product === 'envoy') return buildStep(product);
  const { command, ...step } = buildStep('nginx');
  return command === undefined || command.includes('nginx') ? step : { ...step, command };
}
