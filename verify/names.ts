import { randomBytes } from 'node:crypto';

/** Everything that the program makes has a name with this prefix: what an earlier run left is found by it. */
export const PREFIX = 'cdk-iot-job-template-verify-';

/** The names of one run. */
export class Names {
  /** Of a run that has names of its own. */
  static unique(): Names {
    return new Names(randomBytes(3).toString('hex'));
  }

  /** @param run what tells this run from others */
  constructor(readonly run: string) {}

  /** What the names of this run begin with. */
  get prefix(): string {
    return `${PREFIX}${this.run}-`;
  }

  of(name: string): string {
    return this.prefix + name;
  }

  /** The stack whose job templates the checks change, and the stack of the principal that must not change them. */
  get stacks(): { readonly owner: string; readonly stranger: string } {
    return { owner: this.of('owner'), stranger: this.of('stranger') };
  }

  /** A role of the stacks. */
  role(role: Role): string {
    return this.of(role);
  }

  /** Bucket names are unique to all of AWS, so that the account is part of it. */
  bucket(account: string): string {
    return this.of(account);
  }
}

/**
 * The roles that the stacks have: `owner` and `stranger` have the permissions of a provider in one stack and in the other, `probe` may do
 * anything with templates of this program. AWS IoT can assume `presigner`, which has no permissions, and `uploader`.
 */
export type Role = 'owner' | 'stranger' | 'probe' | 'presigner' | 'uploader';

/** What the stack of the owner declares, one after the other. */
export const STAGES = ['created', 'edited', 'tagged', 'repaired', 'renamed', 'removed'] as const;
export type Stage = typeof STAGES[number];
