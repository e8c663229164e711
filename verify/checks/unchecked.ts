/** The rows of `docs/evidence.md` that no check is made for, by the reason. */
export const UNCHECKED: { readonly [reason: string]: readonly string[] } = {
  'the model of AWS IoT says it, and the SDK is made from that': [
    'create-has-no-token', 'wire-names', 'list-tags-pages', 'content-immutable', 'no-conditional-writes',
  ],
  'the SDK says it of itself': ['sdk-retries-quota'],
  'other rows show it: the refusals say the status, and those of placeholders which of the two operations refuses': [
    'error-status', 'placeholder-checked-when',
  ],
  'it takes a device that runs jobs': [
    'presign-expiry-default', 'presign-when-asked', 'presign-download-checked-by-s3', 'presign-role-trust', 'presign-role-actions',
    'abort-all-type', 'timed-out-needs-timeout',
  ],
  'it takes packages or a signing profile': [
    'package-version-names', 'package-version-repeated', 'package-version-draft', 'placeholder-default-version', 'placeholder-package-named',
    'placeholder-artifact-missing',
    'placeholder-package', 'placeholder-code-sign',
  ],
  'it takes a job in another account or Region': ['job-arn-elsewhere'],
  'it is about Cloud Control, and about no call of AWS IoT': ['cloud-control-job-template'],
  'it takes a quota of the account that is used up': ['quota-templates', 'quota-requests'],
  'it cannot be brought about from outside: it happens in AWS': [
    'error-transient', 'lost-response', 'late-effect', 'cfn-first-response', 'cfn-timeout', 'cfn-response-size', 'cfn-physical-id-size', 'cfn-response-url',
    'cfn-policies-first', 'cfn-moves-nothing', 'cfn-removed-resource', 'cfn-scalars-are-strings', 'cfn-update-on-change', 'cfn-clean-up', 'lambda-retries', 'lambda-duplicates', 'lambda-vpc',
  ],
  'it takes stacks that fail, or older versions of the library': [
    'cfn-failed-create', 'cfn-rollback', 'cfn-continue-rollback', 'cfn-old-properties', 'cfn-service-token', 'cfn-retain', 'cfn-weak-reference', 'cfn-deletion-snapshot',
    'cfn-job-template-create-only', 'cfn-sub-literal', 'cfn-secret-in-custom-resource',
  ],
  'it is about Amazon S3, and about no call of AWS IoT': ['s3-key-format', 's3-bucket-suffixes'],
  'it is about permissions that only users grant, or about those of any service': [
    'iam-create-job', 'iam-managed', 'iam-propagation', 'iam-policy-size', 'iam-pattern-escapes', 'iam-roles-global',
    'iam-principal-exists', 'iam-principal-arn', 'iot-no-resource-policies',
  ],
};
