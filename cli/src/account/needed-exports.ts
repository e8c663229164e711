import type { Account } from './account';
import type { TemplateFile } from '../cloudformation/template-file';

const NONE: ReadonlyMap<string, string> = new Map();

/** The exports of an account, which are read once, and only if a template refers to one. */
export class NeededExports {
  private exports?: Promise<ReadonlyMap<string, string>>;

  constructor(private readonly account: Account) {}

  async of(...templates: readonly (TemplateFile | undefined)[]): Promise<ReadonlyMap<string, string>> {
    return JSON.stringify(templates).includes('"Fn::ImportValue"') ? this.exports ??= this.account.exports() : NONE;
  }
}
