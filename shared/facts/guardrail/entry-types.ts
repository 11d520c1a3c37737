/** Types of entries that this version knows. What another one protects against, nobody here can say. */

/** AWS: "GuardrailContentFilter". */
export const contentFilterTypes: readonly string[] = [
  'HATE',
  'INSULTS',
  'MISCONDUCT',
  'PROMPT_ATTACK',
  'SEXUAL',
  'VIOLENCE',
];

/** AWS: "GuardrailManagedWords". */
export const managedWordListTypes: readonly string[] = ['PROFANITY'];

/** AWS: "GuardrailPiiEntity". */
export const piiTypes: readonly string[] = [
  'ADDRESS',
  'AGE',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'CA_HEALTH_NUMBER',
  'CA_SOCIAL_INSURANCE_NUMBER',
  'CREDIT_DEBIT_CARD_CVV',
  'CREDIT_DEBIT_CARD_EXPIRY',
  'CREDIT_DEBIT_CARD_NUMBER',
  'DRIVER_ID',
  'EMAIL',
  'INTERNATIONAL_BANK_ACCOUNT_NUMBER',
  'IP_ADDRESS',
  'LICENSE_PLATE',
  'MAC_ADDRESS',
  'NAME',
  'PASSWORD',
  'PHONE',
  'PIN',
  'SWIFT_CODE',
  'UK_NATIONAL_HEALTH_SERVICE_NUMBER',
  'UK_NATIONAL_INSURANCE_NUMBER',
  'UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER',
  'URL',
  'USERNAME',
  'US_BANK_ACCOUNT_NUMBER',
  'US_BANK_ROUTING_NUMBER',
  'US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER',
  'US_PASSPORT_NUMBER',
  'US_SOCIAL_SECURITY_NUMBER',
  'VEHICLE_IDENTIFICATION_NUMBER',
];

/** AWS: "GuardrailContextualGroundingFilter". */
export const groundingTypes: readonly string[] = ['GROUNDING', 'RELEVANCE'];
