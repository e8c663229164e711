import { cutTo } from './cloudformation-response';
import { isSecretMember } from './redactor';
import { canonical, type Difference } from '../shared/content';

/** Enough for an ARN, and little enough for several of them in a response. */
const MAX_VALUE_BYTES = 256;

/** A difference in words that may stand in a log and in CloudFormation's events: of a confidential text only the place where it begins. */
export function differenceText({ member, wanted, found }: Difference): string {
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
