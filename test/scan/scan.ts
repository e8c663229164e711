/** What a scanner says of one resource. */
export interface Finding {
  readonly rule: string;
  /** A path: of the construct, or in the template. */
  readonly resource: string;
}

/** What a scanner came to. */
export interface Scan {
  readonly scanner: string;
  /** What is left to be done. */
  readonly open: readonly Finding[];
  /** What was found, and has been said to be no fault. */
  readonly suppressed: readonly Finding[];
  /** What was said to be no fault. */
  readonly declared: readonly Finding[];
}

export const text = ({ rule, resource }: Finding): string => `${resource}: ${rule}`;

/** What is said to be no fault, and is not found: nobody needs it any more, or it is misspelt. */
export const stale = ({ suppressed, declared }: Scan): Finding[] =>
  declared.filter(({ rule, resource }) => !suppressed.some(found => found.rule === rule && `${found.resource}/`.startsWith(`${resource}/`)));
