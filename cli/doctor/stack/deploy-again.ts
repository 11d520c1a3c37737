/**
 * Puts back what somebody changed past the stack. A plain deployment compares templates alone, finds them equal and does nothing
 * (AWS CDK Developer Guide, "cdk deploy", `--revert-drift`).
 */
export const deployAgain = 'npx cdk deploy --all --revert-drift';
