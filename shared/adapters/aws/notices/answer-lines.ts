/** The stack that the alerts of an installation come from; infra makes it under this name. */
export const stack = '--stack RingfenceDetection';

/** What a person types to answer an alert, on the installation that sent it. @param id `c-…` or `r-…` */
export const approveLine = (id: string): string => `Approve: ringfence approve ${id} ${stack}`;
export const rejectLine = (id: string): string => `Reject: ringfence approve ${id} --reject "..." ${stack}`;
export const undoLine = (id: string): string => `Undo: ringfence undo ${id} --reason "..." ${stack}`;
