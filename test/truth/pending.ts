import type { Features } from './world.js';

/** What the product is not right about yet. An entry goes as soon as it is. */
const pendingFeatures: readonly ((features: Features) => boolean)[] = [
  ({ order }) => order !== 'oldest-first',
  ({ isZoneUnknown }) => isZoneUnknown,
];

/** True if a world holds what is known to be open. */
export const isPending = (features: Features): boolean => pendingFeatures.some((isOpen) => isOpen(features));
