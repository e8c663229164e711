import { code, table } from './markdown';
import { propOf } from '../../src/private/request-problems';
import { CREATE_JOB_TEMPLATE } from '../../src/shared/create-job-template';
import { DESCRIBE_MANAGED_JOB_TEMPLATE } from '../../src/shared/describe-job-template';
import { MAX_INTEGER, memberPath, type NumberShape, type Shape, type TextShape } from '../../src/shared/shape';

/** Members that are a part of what a prop holds. */
const PARTS: { readonly [member: string]: string } = {
  'documentSource': 'the URL of an object in `document`',
  'jobArn': 'the ARN of a job in `document`',
  'presignedUrlConfig.roleArn': 'the ARN of `presignedUrlRole`',
  'tags[0].Key': 'a key of `tags`',
  'templateName': 'the name of an `AwsManagedJobTemplate`',
  'templateVersion': 'the `version` of an `AwsManagedJobTemplate`',
  'tags[0].Value': 'a value of `tags`',
};

/** The limits of single values, as the descriptions of the requests have them. */
export const limitsTable = (): string => table(['Prop', 'Limit'], [
  ...rowsOf(CREATE_JOB_TEMPLATE, ''),
  ...rowsOf(DESCRIBE_MANAGED_JOB_TEMPLATE, ''),
]);

function rowsOf(shape: Shape, member: string): string[][] {
  switch (shape.kind) {
    case 'structure':
      return Object.entries(shape.members).flatMap(([name, inner]) => rowsOf(inner, memberPath(member, name)));
    case 'list': {
      const items = shape.min === undefined && shape.max === undefined ? [] : [[nameOf(member), counted(shape, 'item')]];
      return [...items, ...rowsOf(shape.item, memberPath(member, 0))];
    }
    default: {
      const limit = shape.kind === 'text' ? limitOfText(shape) : limitOfNumber(shape);
      return limit === '' ? [] : [[nameOf(member), limit]];
    }
  }
}

const nameOf = (member: string): string => PARTS[member] ?? code(propOf(member).replaceAll('[0]', '[]'));

function limitOfText({ min, max, patternDescription, oneOf }: TextShape): string {
  const length = min === undefined && max === undefined ? [] : [counted({ min, max }, 'character')];
  const pattern = patternDescription === undefined ? [] : [`must ${patternDescription}`];
  return [...length, ...pattern, ...oneOf === undefined ? [] : [oneOf.map(code).join(', ')]].join('; ');
}

function limitOfNumber({ min, max, decimals, unit, quota, default: unset }: NumberShape): string {
  const kind = decimals === 0 ? 'a whole number' : `a number with at most ${decimals} decimal${decimals > 1 ? 's' : ''}`;
  const maximum = max !== undefined && (quota || max === MAX_INTEGER) ? [`the maximum${quota ? ', a quota,' : ''} is checked at synthesis only`] : [];
  const standard = unset === undefined ? [] : [`AWS IoT's default is ${unset}`];
  return [`${kind}${unit === undefined ? '' : ` of ${unit}`}, ${range({ min, max })}`, ...maximum, ...standard].join('; ');
}

/** How many, such as `1 to 64 characters`. */
const counted = (limits: { readonly min?: number; readonly max?: number }, what: string): string =>
  `${range(limits)} ${what}${limits.min === 1 && limits.max === undefined ? '' : 's'}`;

function range({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (max === undefined) return `at least ${min?.toLocaleString('en')}`;
  return min === undefined ? `at most ${max.toLocaleString('en')}` : `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
}
