/** The rows of `docs/evidence.md` that have no check, grouped by the reason. */
export const UNCHECKED: { readonly [reason: string]: readonly string[] } = {
  'the model of AWS IoT defines it, and the SDK is generated from that model': [
    'create-has-no-token', 'wire-names', 'list-tags-pages', 'content-immutable', 'no-conditional-writes', 'thing-names', 'target-arn',
    'job-members', 'job-parameters', 'job-id-taken', 'job-status', 'list-jobs-page',
  ],
  'it is documented in the source of the SDK': ['sdk-retries-quota'],
  'other rows show it: refusals contain the status, and checks of placeholders name the operation that refuses': [
    'error-status', 'placeholder-checked-when',
  ],
  'it needs a device that runs jobs': [
    'presign-expiry-default', 'presign-when-asked', 'presign-download-checked-by-s3', 'presign-role-trust', 'presign-role-actions',
    'abort-all-type', 'timed-out-needs-timeout', 'job-delete-in-progress', 'job-end-behavior', 'cancel-ended-job',
  ],
  'it concerns the software of devices, and no call of AWS IoT': [
    'device-client-required', 'device-client-command', 'device-client-switches', 'device-client-allow-std-err', 'device-client-conditions',
  ],
  'it needs packages or a signing profile': [
    'package-version-names', 'package-version-repeated', 'package-version-draft', 'placeholder-default-version', 'placeholder-package-named',
    'placeholder-artifact-missing',
    'placeholder-package', 'placeholder-code-sign',
  ],
  'it needs a job in another account or Region': ['job-arn-elsewhere', 'job-template-elsewhere', 'target-region'],
  'it needs an account whose quota is used up': ['quota-templates', 'quota-requests'],
  'it happens inside AWS, and nothing outside can cause it': [
    'error-transient', 'lost-response', 'late-effect', 'cfn-first-response', 'cfn-timeout', 'cfn-response-size', 'cfn-physical-id-size', 'cfn-response-url',
    'cfn-policies-first', 'cfn-moves-nothing', 'cfn-removed-resource', 'cfn-scalars-are-strings', 'cfn-update-on-change', 'cfn-clean-up', 'lambda-retries', 'lambda-duplicates', 'lambda-queue', 'lambda-vpc',
  ],
  'it needs stacks that fail, or older versions of the library': [
    'cfn-failed-create', 'cfn-rollback', 'cfn-continue-rollback', 'cfn-old-properties', 'cfn-service-token', 'cfn-retain', 'cfn-weak-reference', 'cfn-deletion-snapshot',
    'cfn-job-template-create-only', 'cfn-job', 'cfn-job-regions', 'cfn-job-create-only', 'thing-create-only', 'cfn-export-in-use', 'cfn-sub-literal', 'cfn-secret-in-custom-resource',
  ],
  'it needs state machines and schedules, which the checks do not create': [
    'sdk-integration-names', 'sdk-integration-errors', 'sdk-integration-times', 'states-hash', 'execution-redrive', 'execution-events', 'execution-status-event',
    'express-duration', 'jsonata-delimiters', 'state-name-length',
    'scheduler-universal-target', 'scheduler-input-names', 'scheduler-execution-id',
  ],
  'it needs more than a hundred things, which the checks do not create': ['job-targets-maximum'],
  'it concerns Cloud Control, and no call of AWS IoT': ['cloud-control-job-template'],
  'it concerns Amazon S3, and no call of AWS IoT': ['s3-key-format', 's3-bucket-suffixes'],
  'it concerns permissions that only users grant, or permissions of any service': [
    'iam-create-job', 'iam-jobs', 'iam-managed', 'iam-propagation', 'iam-policy-size', 'iam-pattern-escapes', 'iam-roles-global',
    'iam-principal-exists', 'iam-principal-arn', 'iot-no-resource-policies',
  ],
};
