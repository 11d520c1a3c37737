/** As CloudTrail's `errorCode` spells it. */
export type IamErrorCode =
  | 'NoSuchEntityException'
  | 'EntityAlreadyExistsException'
  | 'DeleteConflictException'
  | 'LimitExceededException'
  | 'UnmodifiableEntityException'
  | 'MalformedPolicyDocumentException'
  | 'ValidationException'
  | 'InvalidAction'
  | 'AccessDenied'
  | 'ThrottlingException';

/** IAM refused a call: nothing was changed. */
export class IamError extends Error {
  override readonly name = 'IamError';
  readonly code: IamErrorCode;

  constructor(code: IamErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
