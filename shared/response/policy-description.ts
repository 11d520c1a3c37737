/** Stands on our policies, so that a person who finds one knows which containment made it. */
export const policyDescription = (sagaId: string): string => `Ringfence containment ${sagaId}`;
