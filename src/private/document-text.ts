import { MAX_DOCUMENT_BYTES } from '../shared/document-rules';
import { type Placeholder, placeholderOf, PREFIX } from '../shared/placeholder';

/** A text of a document: a value, or the name of a member. */
export interface DocumentText {
  readonly text: string;
  readonly isName: boolean;
}

/** A placeholder, and where it stands. */
export interface PlacedPlaceholder {
  readonly placeholder: Placeholder;
  /** Without its brace at the end, it takes the rest of the text. */
  readonly isTerminated: boolean;
  /** Whether it stands inside another placeholder. */
  readonly isNested: boolean;
  /** The whole text that it stands in. */
  readonly within: DocumentText;
}

/** The JSON value of a document; undefined if it is too large or no JSON, which other rules refuse. */
export const valueOf = (document: string): unknown => Buffer.byteLength(document) > MAX_DOCUMENT_BYTES ? undefined : parsed(document);

/** The JSON value of a text; undefined if it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The texts of a document, without their escapes, in no particular order. */
export function textsOf(document: string): DocumentText[] {
  const texts: DocumentText[] = [];
  // No recursion: the nesting of a document is limited by another rule.
  const values = [valueOf(document)];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    if (typeof value === 'string') texts.push({ text: value, isName: false });
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) texts.push(...Object.keys(value).map(text => ({ text, isName: true })));
    values.push(...Object.values(value));
  }
  return texts;
}

/** Every placeholder of a document, nested ones included. */
export const placementsOf = (document: string): PlacedPlaceholder[] => textsOf(document).flatMap(placementsIn);

function placementsIn(within: DocumentText): PlacedPlaceholder[] {
  const { text } = within;
  const found: PlacedPlaceholder[] = [];
  const open: { readonly start: number; readonly isPlaceholder: boolean; readonly isNested: boolean }[] = [];
  const close = (end: number, isTerminated: boolean) => {
    const { start, isPlaceholder = false, isNested = false } = open.pop() ?? {};
    if (isPlaceholder) found.push({ placeholder: placeholderOf(text.slice(start, end)), isTerminated, isNested, within });
  };
  for (const { index, 0: mark } of text.matchAll(/\$\{|\}/g)) {
    if (mark === '}') {
      close(index + 1, true);
      continue;
    }
    const around = open.at(-1);
    const isNested = around !== undefined && (around.isPlaceholder || around.isNested);
    open.push({ start: index, isPlaceholder: text.startsWith(PREFIX, index), isNested });
  }
  while (open.length > 0) close(text.length, false);
  return found;
}
