import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { mapTokens } from './tokens';
import { UNKNOWN } from '../shared/placeholder';

/**
 * A placeholder that the service fills in with the permissions of a role: a token, so that the document that holds it is found to.
 * That document puts the placeholder in its place, and has the role granted.
 *
 * @internal
 */
export abstract class PresignedPlaceholder implements IResolvable {
  /**
   * Where the URL was made, for error messages.
   */
  public readonly creationStack: string[] = [];

  /**
   * What it is, for messages.
   *
   * @internal
   */
  protected abstract readonly _description: string;

  /**
   * What is left of it when the app is synthesized, no document has found.
   *
   * @throws always: no role could presign the URL
   */
  public resolve(context: IResolveContext): any {
    throw new Error(`[${context.scope.node.path}] ${this._description} is hidden inside another token, or outside of a job document: `
      + 'put it into JobDocument.fromObject itself, as a value or inside a string');
  }

  /**
   * A token for the placeholder, to be put inside a longer string. Python and Go do not call it by themselves.
   */
  public toString(): string {
    return Token.asString(this);
  }

  /**
   * The same, where the document is turned into JSON before it gets here.
   */
  public toJSON(): any {
    return this.toString();
  }

  /**
   * The placeholder as far as it is known at synthesis, for checking.
   *
   * @internal
   */
  public _outline(): string {
    return mapTokens(this._placeholder(), () => UNKNOWN);
  }

  /**
   * The placeholder, with the names in it where they are known.
   *
   * @internal
   */
  public abstract _placeholder(): string;

  /**
   * @throws if AWS IoT would refuse the URL in the document of this template
   *
   * @internal
   */
  public _checkFor(_template: Construct): void {}

  /**
   * Lets the role of this template reach what the URL is for, and what it was for in older documents, whose jobs may still run.
   *
   * @internal
   */
  public abstract _grant(role: iam.IGrantable, template: Construct): void;
}

/** Whether a token is such a placeholder. One of another copy of this package works, too. */
export const isPresignedPlaceholder = (token: IResolvable): token is PresignedPlaceholder => '_placeholder' in token;
