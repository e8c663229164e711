/** A part of a text, from its first character to the one after its last, with the label that replaces it. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Joins spans that overlap or touch. If several spans begin at the first character, the joined span has the label of the last of them. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { from: number; to: number; label: string }[] = [];
  for (const { from, to, label } of spans.filter(span => span.from < span.to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || from > last.to) {
      merged.push({ from, to, label });
    } else {
      if (from === last.from) last.label = label;
      last.to = Math.max(last.to, to);
    }
  }
  return merged;
}

/** The spans without those inside of a range, if no span inside or next to the range goes beyond it. */
export function withoutSpansIn(spans: readonly Span[], from: number, to: number): readonly Span[] {
  const isInside = (span: Span) => span.from >= from && span.to <= to;
  const touchesRange = (span: Span) => span.from <= to && span.to >= from;
  return spans.filter(touchesRange).every(isInside) ? spans.filter(span => !isInside(span)) : spans;
}

/** The text with the label in brackets for each span. The spans must be merged. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let end = 0;
  for (const { from, to, label } of spans.filter(span => span.from < text.length)) {
    result += `${text.slice(end, from)}[${label}]`;
    end = to;
  }
  return result + text.slice(end);
}
