/** A finding of a scanner about one resource. */
export interface Finding {
  readonly rule: string;
  /** A path of a construct, or a path in the template. */
  readonly resource: string;
}

/** The result of a scanner. */
export interface Scan {
  readonly scanner: string;
  /** The findings that remain to be fixed. */
  readonly open: readonly Finding[];
  /** The findings that are acknowledged. */
  readonly suppressed: readonly Finding[];
  /** All acknowledgments. */
  readonly declared: readonly Finding[];
}

export const text = ({ rule, resource }: Finding): string => `${resource}: ${rule}`;

/** Acknowledgments without a finding. They are no longer needed, or they are misspelled. */
export const stale = ({ suppressed, declared }: Scan): Finding[] =>
  declared.filter(({ rule, resource }) => !suppressed.some(found => found.rule === rule && `${found.resource}/`.startsWith(`${resource}/`)));
