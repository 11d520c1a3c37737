import type { PolicyLayer } from '../principal.ts';
import { allActions, noActions, Union } from './action-bits.ts';
import type { PolicyBits } from './policy-bits.ts';

/** A group's layer, which its members share: united once. */
const shared = new WeakMap<PolicyLayer, { bits: PolicyBits | undefined }>();
/** Layers that hold shared ones: what is their own, and those. */
const partsOf = new WeakMap<PolicyLayer, readonly PolicyLayer[]>();

/** Says that a layer is the union of others, and that the others are shared. The bits of the others are made once. */
export const unitedFrom = (layer: PolicyLayer, own: PolicyLayer, others: readonly PolicyLayer[]): PolicyLayer => {
  for (const other of others) if (!shared.has(other)) shared.set(other, { bits: undefined });
  partsOf.set(layer, [own, ...others]);
  return layer;
};

/** What the policies of a layer say together. A hole may hold anything: it allows perhaps everything, and denies perhaps everything. */
export const layerBits = (layer: PolicyLayer): PolicyBits => {
  const { policies, holes } = layer;
  const [first] = policies;
  if (first !== undefined && policies.length === 1 && holes.length === 0) return first.bits;
  const kept = shared.get(layer);
  if (kept !== undefined) return (kept.bits ??= unite(policies, holes.length > 0));
  const parts = partsOf.get(layer);
  return parts === undefined
    ? unite(policies, holes.length > 0)
    : unite(
        parts.map((part) => ({ bits: layerBits(part) })),
        holes.length > 0,
      );
};

const nothing: PolicyBits = { sureAllow: noActions, mayAllow: noActions, sureDeny: noActions, mayDeny: noActions };

const unite = (policies: readonly { bits: PolicyBits }[], open: boolean): PolicyBits => {
  if (policies.length === 0 && !open) return nothing;
  const may = new Union();
  const sure = new Union();
  const sureDeny = new Union();
  const mayDeny = new Union();
  if (open) {
    may.add(allActions);
    mayDeny.add(allActions);
  }
  for (const { bits } of policies) {
    may.add(bits.mayAllow);
    sure.add(bits.sureAllow);
    sureDeny.add(bits.sureDeny);
    mayDeny.add(bits.mayDeny);
  }
  return { sureAllow: sure.bits, mayAllow: may.bits, sureDeny: sureDeny.bits, mayDeny: mayDeny.bits };
};
