import { type IResolvable, type IResolveContext, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { errorAt } from './errors';
import { mapTokens } from './tokens';
import { UNKNOWN } from '../shared/placeholder';

/**
 * A placeholder that AWS IoT replaces with a URL, with the permissions of a role. It is a token, so that the document that contains it finds
 * it. The document then renders the placeholder and grants the permissions to the role.
 *
 * @internal
 */
export abstract class PresignedPlaceholder implements IResolvable {
  /**
   * The stack trace of the token, which the CDK asks for.
   */
  public readonly creationStack: string[] = [];

  /**
   * The name of the placeholder, for messages.
   *
   * @internal
   */
  protected abstract readonly _description: string;

  /**
   * The CDK calls it only if no document has found the token.
   *
   * @throws always, because no role could presign the URL
   */
  public resolve(context: IResolveContext): any {
    throw errorAt(context.scope, 'presignedUrlOutsideDocument', `${this._description} is hidden inside another token, or outside of a job document: `
      + 'put it into JobDocument.fromObject itself, as a value or inside a string');
  }

  /**
   * A token for the placeholder, for use inside a longer string. Python and Go do not call it implicitly.
   */
  public toString(): string {
    return Token.asString(this);
  }

  /**
   * A token for the placeholder, for `JSON.stringify`.
   */
  public toJSON(): any {
    return this.toString();
  }

  /**
   * The placeholder with a sign in place of each unknown part, for checks.
   *
   * @internal
   */
  public _outline(): string {
    return mapTokens(this._placeholder(), () => UNKNOWN);
  }

  /**
   * The placeholder. Unknown names in it are tokens.
   *
   * @internal
   */
  public abstract _placeholder(): string;

  /**
   * Grants the role of this template access to the object of the URL, and to the objects of older documents, whose jobs may still run.
   * Also warns of a key that is probably a mistake.
   *
   * @internal
   */
  public abstract _grant(role: iam.IGrantable, template: Construct): void;
}

/** Whether a token is such a placeholder. One of another copy of this package works, too. */
export const isPresignedPlaceholder = (token: IResolvable): token is PresignedPlaceholder => '_placeholder' in token;
