import { cutTo } from './cloudformation-response';
import { isSecretMember } from './redactor';
import type { Tags } from '../shared/bookkeeping-tags';
import { canonical, type Difference, differences, spelledAs } from '../shared/content';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import type { JobTemplateDescription } from '../shared/describe-job-template';
import { tagsOf } from '../shared/tag-change';

/** Enough for an ARN, and little enough for several of them in a response. */
const MAX_VALUE_BYTES = 256;

/** The differences between a request and a template, in members and in declared tags, as texts for a log or CloudFormation's events. */
export const templateDifferences = (request: CreateJobTemplateRequest, described: JobTemplateDescription, tags: Tags): string[] => [
  ...differences(request, spelledAs(request, described)).map(differenceText),
  ...[...tagsOf(request)].filter(([key, value]) => tags.get(key) !== value)
    .map(([key]) => `tag ${key} (${tags.has(key) ? 'another value' : 'found none'})`),
];

/** Of a secret, the text has only the place at which the difference begins. */
function differenceText({ member, wanted, found }: Difference): string {
  return `${member} (${isSecretMember(member) ? placeOf(wanted as string, found) : `declared ${shown(wanted)}, found ${shown(found)}`})`;
}

function placeOf(wanted: string, found: unknown): string {
  if (typeof found !== 'string') return 'found none';
  const [declared, actual] = [[...wanted], [...found]];
  const end = declared.findIndex((character, index) => character !== actual[index]);
  const common = end < 0 ? declared : declared.slice(0, end);
  const place = `from line ${common.filter(character => character === '\n').length + 1}, column ${common.length - common.lastIndexOf('\n')}`;
  return isSameJson(wanted, found) ? `${place}, but the same JSON` : place;
}

function isSameJson(one: string, other: string): boolean {
  try {
    return canonical(JSON.parse(one)) === canonical(JSON.parse(other));
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined || value === null ? 'none' : cutTo(MAX_VALUE_BYTES, `${value}`);
}
