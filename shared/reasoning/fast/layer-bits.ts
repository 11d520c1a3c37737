import type { PolicyLayer } from '../principal.ts';
import { allActions } from './action-bits.ts';
import { PolicyBitsBuilder, type PolicyBits } from './policy-bits.ts';

/** A group's layer, which its members share: united once. */
const shared = new WeakMap<PolicyLayer, { bits: PolicyBits | undefined }>();
/** Layers that hold shared ones: what is their own, and those. */
const partsOf = new WeakMap<PolicyLayer, { own: PolicyLayer; others: readonly PolicyLayer[] }>();

/** Says that a layer is the union of others, and that the others are shared. The bits of the others are made once. */
export const unitedFrom = (layer: PolicyLayer, own: PolicyLayer, others: readonly PolicyLayer[]): PolicyLayer => {
  for (const other of others) if (!shared.has(other)) shared.set(other, { bits: undefined });
  partsOf.set(layer, { own, others });
  return layer;
};

/** Adds what the policies of a layer say together. A hole may hold anything: it allows perhaps everything, and denies perhaps everything. */
export const addLayer = (builder: PolicyBitsBuilder, layer: PolicyLayer): void => {
  if (layer.holes.length > 0) {
    builder.mayAllow.add(allActions);
    builder.mayDeny.add(allActions);
  }
  const parts = partsOf.get(layer);
  if (parts === undefined) {
    for (const policy of layer.policies) policy.addBits(builder);
    return;
  }
  addLayer(builder, parts.own);
  for (const other of parts.others) builder.add(sharedBits(other));
};

const sharedBits = (layer: PolicyLayer): PolicyBits => {
  const kept = shared.get(layer);
  if (kept === undefined) return layerBits(layer);
  return (kept.bits ??= layerBits(layer));
};

/** What the policies of a layer say together, as sets of their own. */
export const layerBits = (layer: PolicyLayer): PolicyBits => {
  const [only] = layer.policies;
  if (only !== undefined && layer.policies.length === 1 && layer.holes.length === 0) return only.bits;
  const builder = new PolicyBitsBuilder();
  addLayer(builder, layer);
  return builder.bits;
};
