import { required, structure, text } from '../shared/shape';

const WORDS = 'be made of letters, digits, _, - and . only';

/**
 * The names of a package version in the software package catalog. Evidence: package-version-names.
 *
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePackageVersion.html
 */
export const PACKAGE_VERSION = structure({
  packageName: required(text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/, patternDescription: WORDS })),
  versionName: required(text({ min: 1, max: 64, pattern: /^(\$default|\$null|[a-zA-Z0-9_.-]+)$/, patternDescription: `${WORDS}, or be $default or $null` })),
});

export const ATTRIBUTE = structure({ key: text({ min: 1, pattern: /^[a-zA-Z0-9:_-]+$/, patternDescription: 'be made of letters, digits, :, _ and - only' }) });
