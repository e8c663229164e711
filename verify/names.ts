import { randomBytes } from 'node:crypto';

/** The prefix of all names that the program creates. It identifies the leftovers of earlier runs. */
export const PREFIX = 'cdk-iot-job-template-verify-';

/** The names of one run. */
export class Names {
  /** Names for a new run. */
  static unique(): Names {
    return new Names(randomBytes(3).toString('hex'));
  }

  /** @param run a text that distinguishes this run from others */
  constructor(readonly run: string) {}

  /** The prefix of the names of this run. */
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

  /** The name of a role of the stacks. */
  role(role: Role): string {
    return this.of(role);
  }

  /** Bucket names are unique to all of AWS, so the name contains the account. */
  bucket(account: string): string {
    return this.of(account);
  }
}

/**
 * The roles of the stacks. `owner` and `stranger` have the permissions of a provider, each in its own stack. `probe`
 * may do anything with templates of this program. AWS IoT can assume `presigner`, which has no permissions, and
 * `uploader`.
 */
export type Role = 'owner' | 'stranger' | 'probe' | 'presigner' | 'uploader';

/** The stages of the owner's stack, deployed one after the other. */
export const STAGES = ['created', 'edited', 'tagged', 'repaired', 'renamed', 'removed'] as const;
export type Stage = typeof STAGES[number];
