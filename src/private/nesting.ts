import { type DocumentRule, problemAt } from '../shared/rule';

/** The number of objects and lists that may be nested. Evidence: document-json. */
export const MAX_LEVELS = 1000;

/** Only for synthesis, because the refusal of AWS IoT is not on record. Evidence: document-json. */
export const documentNesting: DocumentRule = ({ document }) => {
  // Most documents are shorter than the deepest nesting.
  if (document.length <= MAX_LEVELS) return [];
  const levels = levelsOf(document);
  return levels <= MAX_LEVELS ? [] : problemAt('document', `${levels} levels`, `have at most ${MAX_LEVELS} levels of objects and lists`);
};

/** The deepest nesting of a JSON text. Brackets inside strings do not count. */
function levelsOf(json: string): number {
  let levels = 0;
  let most = 0;
  let isInString = false;
  // Stryker disable next-line EqualityOperator: there is no bracket after the end
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') isInString = !isInString;
    else if (isInString && character === '\\') at++;
    else if (!isInString && '[{'.includes(character)) levels += 1;
    else if (!isInString && ']}'.includes(character)) levels -= 1;
    most = Math.max(most, levels);
  }
  return most;
}
