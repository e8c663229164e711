import { cutTo } from './cloudformation-response';
import { isSecretMember } from './redactor';
import { canonical } from '../shared/content';
import type { TemplateDifference } from '../shared/template-differences';

/** Enough for an ARN, and little enough for several of them in a response. */
const MAX_VALUE_BYTES = 256;

/** A difference as a text for a log or CloudFormation's events. Of a secret, the text has only the place at which the difference begins. */
export function differenceText({ member, tag, wanted, found }: TemplateDifference): string {
  if (tag !== undefined) return `tag ${tag} (${found === undefined ? 'found none' : 'another value'})`;
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
