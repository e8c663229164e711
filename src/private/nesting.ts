import type { Problem, Rule } from '../shared/rule';

/** How many objects and lists may stand inside each other. Evidence: document-json. */
export const MAX_LEVELS = 1000;

/** For synthesis only: nobody has quoted the refusal of AWS IoT. Evidence: document-json. */
export const documentNesting: Rule = ({ document }, isUnresolved): Problem[] => {
  if (document === undefined || isUnresolved(document)) return [];
  const levels = levelsOf(document);
  return levels <= MAX_LEVELS ? [] : [{ member: 'document', value: `${levels} levels`, must: `have at most ${MAX_LEVELS} levels of objects and lists` }];
};

/** The most levels that a JSON text has at once. A bracket inside a string is none. */
function levelsOf(json: string): number {
  let levels = 0;
  let most = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') isInString = !isInString;
    else if (isInString && character === '\\') at++;
    else if (!isInString && '[{'.includes(character)) most = Math.max(most, ++levels);
    else if (!isInString && ']}'.includes(character)) levels--;
  }
  return most;
}
