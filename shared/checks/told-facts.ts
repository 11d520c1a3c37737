import type { Answer } from '../reasoning/types.ts';
import { aiAccess } from './ai-access.ts';
import type { AccessCheck } from './check.ts';
import type { ClassFound } from './intent/class-of.ts';

export type CheckFacts = Parameters<AccessCheck['ask']>[0];

/**
 * What a check is told. A class for its getter: in an object literal each one would be a function of its own, which the
 * engine keeps with the form of the object, and with it all that is known about the principal.
 */
export class ToldFacts implements CheckFacts {
  readonly principal: CheckFacts['principal'];
  readonly settings: CheckFacts['settings'];
  readonly modelAccess: Answer;
  readonly roleClass: ClassFound;
  readonly account: CheckFacts['account'];
  readonly can: CheckFacts['can'];
  readonly cannot: CheckFacts['cannot'];
  readonly before: CheckFacts['before'];

  constructor(facts: Omit<CheckFacts, 'aiAccess'>) {
    this.principal = facts.principal;
    this.settings = facts.settings;
    this.modelAccess = facts.modelAccess;
    this.roleClass = facts.roleClass;
    this.account = facts.account;
    this.can = facts.can;
    this.cannot = facts.cannot;
    this.before = facts.before;
  }

  /** Few checks want to know it, and it is a question about every action of AI. */
  get aiAccess(): Answer {
    return this.can(aiAccess);
  }
}
