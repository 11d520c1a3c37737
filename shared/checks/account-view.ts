import type { Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { Runner } from '../facts/runner.ts';
import type { Arn, Question, Why } from '../reasoning/types.ts';
import type { RoleClass } from './intent/role-class.ts';

/** How one principal becomes another, or gets to act as it. */
export type StepKind =
  /** `sts:AssumeRole`, with a trust policy that agrees. */
  | 'assume'
  /** `iam:PassRole` and an action that runs something as the role. */
  | 'pass-and-run'
  /** `iam:UpdateAssumeRolePolicy`: the trust policy then names whoever changed it. */
  | 'change-trust'
  /** A key or a password of the user. */
  | 'take-credentials'
  /** Something that runs as the role is changed, or entered. */
  | 'use-runner';

export type Step = {
  from: Arn;
  to: Arn;
  how: StepKind;
  /** The action of the request that takes the step, `sts:AssumeRole` for example. */
  by: string;
};

/** From a principal to the one that it ends as. */
export type Way =
  | {
      found: 'yes';
      /** In order, shortest first found. At least one. */
      steps: readonly Step[];
      /** The first steps of every way: where all of them answer no, no way is left. */
      first: readonly Question[];
      /** Trust policies by role ARN, on which the first steps depend. */
      trusts: Readonly<Record<Arn, PolicyDocument>>;
      /** The step that is the cheapest to deny, and how many principals come by it. */
      cheapest: Step;
      cuts: number;
    }
  | { found: 'no' }
  | { found: 'unknown'; why: Why };

/** Roles that can do something sensitive that a principal cannot. */
export type Stronger = {
  /** Strongest first. */
  arns: readonly Arn[];
  /** There are more than are listed: a no about them is no proof. */
  more: boolean;
  /** A role whose policies were not read, which may be one. */
  doubt?: Why;
};

export type Changeable =
  | {
      found: 'yes';
      role: Arn;
      action: string;
      questions: readonly Question[];
      trusts: Readonly<Record<Arn, PolicyDocument>>;
    }
  | { found: 'no' }
  | { found: 'unknown'; why: Why };

/**
 * Everybody of one account, and what each can become. Made once for many principals; each part is worked out when it is
 * first asked for.
 */
export type AccountView = {
  readonly accountId: string;
  /** By ARN. */
  principal(arn: Arn): PrincipalFacts | undefined;
  /** Everybody. */
  readonly principals: readonly PrincipalFacts[];
  /** Can do everything on everything, so that nobody has more access. */
  isAdministrator(of: PrincipalFacts): boolean;
  /**
   * Roles that trust the service and can do something sensitive that the principal cannot. `source`: ARN pattern of what
   * the service acts for, where the trust policy must agree to that too.
   */
  strongerRoles(of: PrincipalFacts, service: string, source?: string): Stronger;
  /** False: surely no role that trusts the service can do something sensitive that the principal cannot. By words, so cheap. */
  mayHaveStronger(of: PrincipalFacts, service: string): boolean;
  /** Whether the principal at `arn` can do something sensitive that `of` cannot. Not of the account: no. */
  isStronger(arn: Arn, than: PrincipalFacts): boolean;
  /** To somebody who can do everything, or can give itself everything. */
  wayToAdministrator(of: PrincipalFacts): Way;
  /** By assuming roles alone, to one of the targets. `key` names the targets: asked once for each. */
  wayByAssuming(of: PrincipalFacts, key: string, targets: () => readonly Arn[]): Way;
  /** A role that the principal may assume and whose policies it may write. */
  changeable(of: PrincipalFacts): Changeable;
  /** By the settings; nothing where they class nobody. */
  classOf(of: PrincipalFacts): RoleClass | undefined;
  /** What runs as which role. */
  readonly runners: Known<readonly Runner[]>;
};
