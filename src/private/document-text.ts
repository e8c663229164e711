import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { type Placeholder, placeholderOf, PREFIX } from '../shared/placeholder';
import { type DocumentRule, findingsOf } from '../shared/rule';

/** A text in a document: a value, or the name of a member. */
export interface DocumentText {
  readonly text: string;
  readonly isName: boolean;
}

/** A placeholder and its position in a document. */
export interface PlacedPlaceholder {
  readonly placeholder: Placeholder;
  /** Whether a brace ends it. Otherwise it includes the rest of the text. */
  readonly isTerminated: boolean;
  /** Whether it is inside another placeholder. */
  readonly isNested: boolean;
  /** The whole text that contains it. */
  readonly within: DocumentText;
}

/** A function that keeps its last result, because all rules ask for the same document in turn. */
function keepingLast<T>(compute: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly result: T } | undefined;
  return text => {
    // Stryker disable next-line ConditionalExpression: without the last result, the same one is computed again
    if (last?.text !== text) last = { text, result: compute(text) };
    return last.result;
  };
}

/** The JSON value of a document. Undefined if the document is too large or not JSON, because other rules refuse it. */
export const valueOf = keepingLast((document): unknown => Buffer.byteLength(document) > MAX_DOCUMENT_BYTES ? undefined : parsed(document));

/** The JSON value of a text. Undefined if the text is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch { /* the text is not JSON */ }
  return undefined;
}

/** What a text with a placeholder or a dynamic reference has in JSON. An escape may stand for one of its characters. */
const BEGINNING = /[$\{]\{|\\u/;

/** The texts in a document that may have a placeholder or a dynamic reference, without escapes and in no particular order. */
export const textsOf = keepingLast((document): readonly DocumentText[] => {
  if (!BEGINNING.test(document)) return [];
  const texts: DocumentText[] = [];
  // A loop, because recursion would need a limit for the nesting. Another rule checks the nesting.
  const values = [valueOf(document)];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value === 'string') texts.push({ text: value, isName: false });
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) texts.push(...Object.keys(value).map(text => ({ text, isName: true })));
    values.push(...Object.values(value));
  }
  return texts;
});

/** All placeholders in a document, including nested ones. */
export const placementsOf = keepingLast((document): readonly PlacedPlaceholder[] => textsOf(document).flatMap(placementsIn));

/** Combines rules that only concern placeholders and dynamic references. Most documents have neither. */
export const forPlaceholders = <Found>(rules: ReadonlyArray<DocumentRule<Found>>): DocumentRule<Found> => (request, isUnresolved) =>
  // Stryker disable next-line ConditionalExpression: the rules find nothing in such a document, so asking them takes only time
  textsOf(request.document).length === 0 ? [] : findingsOf(rules, request, isUnresolved);

function placementsIn(within: DocumentText): PlacedPlaceholder[] {
  const { text } = within;
  const found: PlacedPlaceholder[] = [];
  // Stryker disable next-line ArrayDeclaration: a text is no placeholder, and nothing is nested in it
  const open: { readonly start: number; readonly isPlaceholder: boolean; readonly isNested: boolean }[] = [];
  /** @param end undefined if the rest of the text has no brace that ends it */
  const close = (end?: number) => {
    const last = open.pop();
    if (!last?.isPlaceholder) return;
    found.push({ placeholder: placeholderOf(text.slice(last.start, end)), isTerminated: end !== undefined, isNested: last.isNested, within });
  };
  for (const { index, 0: brace } of text.matchAll(/\$\{|\}/g)) {
    if (brace === '}') {
      close(index + 1);
      continue;
    }
    const around = open.at(-1);
    const isNested = around !== undefined && (around.isPlaceholder || around.isNested);
    open.push({ start: index, isPlaceholder: text.startsWith(PREFIX, index), isNested });
  }
  while (open.length > 0) {
    close();
  }
  return found;
}
