import type { Module, Type } from './expression';

const types = <Name extends string>(module: Module, kind: Type['kind'], ...names: Name[]) =>
  Object.fromEntries(names.map(name => [name, { module, name, kind }])) as unknown as { readonly [name in Name]: Type };

/** The types that generated code uses. */
export const TYPES = {
  ...types('cdk', 'class', 'Duration'),
  ...types('iam', 'class', 'Role'),
  ...types('s3', 'class', 'Bucket'),
  ...types('s3', 'options', 'BucketAttributes'),
  ...types('library', 'class', 'JobDocument', 'JobRollout', 'JobTemplate', 'MaintenanceWindow', 'PackageVersion', 'RateIncrease'),
  ...types('library', 'enum', 'JobFailureType', 'JobRetryableFailureType', 'MaintenanceDay'),
  ...types('library', 'options', 'AbortCriterion', 'ConstantRolloutOptions', 'DailyWindowOptions', 'ExponentialRolloutOptions',
    'FromJobArnOptions', 'JobTemplateProps', 'MonthlyWindowOptions', 'RetryCriterion', 'WeeklyWindowOptions'),
};
