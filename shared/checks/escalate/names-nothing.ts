import { catalogueAction } from '../../reasoning/catalogue/action-catalogue.ts';

/** The action takes no resource: a policy allows it on `*` or not at all, and so a question has to ask. */
export const namesNothing = (action: string): boolean => catalogueAction(action)?.wildcardOnly === true;
