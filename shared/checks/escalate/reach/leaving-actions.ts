import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import { bitsAt, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import { changingActions } from '../own-access.ts';
import { runnerActions } from '../runner-actions.ts';

/** Each lets a user be taken: by a key, or by a password (AWS: "Actions, resources, and condition keys for IAM"). */
export const credentialActions = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'] as const;

/** Without one of these nobody becomes another principal of the account, unless a trust policy names it in full. */
export const leavingActions = [
  'sts:AssumeRole',
  'iam:PassRole',
  'iam:UpdateAssumeRolePolicy',
  ...credentialActions,
  ...runnerActions.map(({ action }) => action),
];

const bitsOfNames = (actions: readonly string[]): ActionBits =>
  bitsAt(actions.flatMap((action) => catalogueAction(action)?.index ?? []));

export const leavingBits: ActionBits = bitsOfNames(leavingActions);

/** Without one of these nobody changes a policy. */
export const changingBits: ActionBits = bitsOfNames(changingActions);
